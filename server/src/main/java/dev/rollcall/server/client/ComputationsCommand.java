package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists computations. */
@Command(name = "computations", description = "Lists computations, the newest first.")
public final class ComputationsCommand implements Callable<Integer> {
  private final Output output;

  @Mixin Connection connection = new Connection();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many: 20 unless given.")
  int limit = 20;

  @Option(
      names = "--watch",
      paramLabel = "ID",
      description = "Waits until this one has ended, and tells of it alone.")
  Optional<String> watched = Optional.empty();

  public ComputationsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient api = connection.open();
    Table table = Computations.table();
    if (watched.isPresent()) {
      if (!watched.get().matches("\\d+")) throw new Failure("ID must be an id: digits only");
      JsonNode run = Computations.followed(api, output, watched.get());
      output.answer(run, table.row(Computations.cells(run)).toString());
      return 0;
    }
    JsonNode answer = api.get(Computations.PATH + "?limit=" + limit);
    answer.path("data").forEach(computation -> table.row(Computations.cells(computation)));
    output.answer(answer.path("data"), table.toString());
    return 0;
  }
}
