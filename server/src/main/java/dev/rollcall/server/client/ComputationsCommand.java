package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
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

  public ComputationsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    JsonNode answer = connection.open().get("/v1/computations?limit=" + limit);
    Table table = Computations.table();
    answer.path("data").forEach(computation -> table.row(Computations.cells(computation)));
    output.answer(answer.path("data"), table.toString());
    return 0;
  }
}
