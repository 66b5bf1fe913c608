package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Starts a computation and follows it. */
@Command(
    name = "compute",
    description = "Computes all audiences, publishes the result and waits for it.")
public final class ComputeCommand implements Callable<Integer> {
  private final Output output;

  @Mixin Connection connection = new Connection();

  public ComputeCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient api = connection.open();
    Object nothing = Map.of("data", Map.of("attributes", Map.of()));
    JsonNode computation = api.post(Computations.PATH, nothing).path("data");
    JsonNode run = Computations.followed(api, output, computation.path("id").asString());
    output.answer(run, Computations.table().row(Computations.cells(run)).toString());
    return 0;
  }
}
