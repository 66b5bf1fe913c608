package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Starts a computation and follows it. */
@Command(
    name = "compute",
    description = "Computes all audiences, publishes the result and waits for it.")
public final class ComputeCommand implements Callable<Integer> {
  private static final String PATH = "/v1/computations";

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
    AtomicReference<JsonNode> latest = new AtomicReference<>(computation);
    String path = PATH + "/" + computation.path("id").asString();
    new Following(
            api,
            path + "/events",
            step -> {
              latest.set(step);
              return goesOn(step);
            })
        .toTheEnd();
    JsonNode run = latest.get();
    if (state(run).equals("failed"))
      throw new Failure(
          "computation "
              + run.path("id").asString()
              + " failed: "
              + run.path("attributes").path("failure").asString(""));
    output.answer(run, Computations.table().row(Computations.cells(run)).toString());
    return 0;
  }

  private boolean goesOn(JsonNode computation) {
    String state = state(computation);
    if (state.equals("succeeded") || state.equals("failed")) return false;
    output.say("computation " + computation.path("id").asString() + " " + state);
    return true;
  }

  private static String state(JsonNode computation) {
    return computation.path("attributes").path("state").asString("");
  }
}
