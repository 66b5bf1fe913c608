package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import java.time.Duration;
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
  private static final String PATH = "/v1/computations";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Output output;

  @Mixin Connection connection = new Connection();

  public ComputeCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws InterruptedException {
    ApiClient api = connection.open();
    Object nothing = Map.of("data", Map.of("attributes", Map.of()));
    JsonNode computation = api.post(PATH, nothing).path("data");
    String said = "";
    while (true) {
      String state = computation.path("attributes").path("state").asString("");
      if (state.equals("succeeded")) break;
      if (state.equals("failed"))
        throw new Failure(
            "computation "
                + computation.path("id").asString()
                + " failed: "
                + computation.path("attributes").path("failure").asString(""));
      if (!state.equals(said))
        output.say("computation " + computation.path("id").asString() + " " + state);
      said = state;
      Thread.sleep(BETWEEN_LOOKS);
      computation = api.get(PATH + "/" + computation.path("id").asString()).path("data");
    }
    output.answer(
        computation, Computations.table().row(Computations.cells(computation)).toString());
    return 0;
  }
}
