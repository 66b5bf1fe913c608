package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Computations as the rows of a table. */
final class Computations {
  static final String PATH = "/v1/computations";

  private Computations() {}

  static Table table() {
    return new Table(
        "ID",
        "TRIGGER",
        "STATE",
        "REQUESTED",
        "MILLISECONDS",
        "CUT-OFF",
        "AUDIENCES",
        "CHANGED",
        "SNAPSHOT");
  }

  /** Follows a run to its end, saying how far it is; a run that fails ends the command. */
  static JsonNode followed(ApiClient api, Output output, String id) throws InterruptedException {
    String path = PATH + "/" + id;
    AtomicReference<JsonNode> latest = new AtomicReference<>(api.get(path).path("data"));
    if (goesOn(latest.get(), output))
      new Following(
              api,
              path + "/events",
              step -> {
                latest.set(step);
                return goesOn(step, output);
              })
          .toTheEnd();
    JsonNode run = latest.get();
    if (state(run).equals("failed"))
      throw new Failure(
          "computation " + id + " failed: " + run.path("attributes").path("failure").asString(""));
    return run;
  }

  private static boolean goesOn(JsonNode computation, Output output) {
    String state = state(computation);
    if (state.equals("succeeded") || state.equals("failed")) return false;
    output.say("computation " + computation.path("id").asString() + " " + state);
    return true;
  }

  private static String state(JsonNode computation) {
    return computation.path("attributes").path("state").asString("");
  }

  static Object[] cells(JsonNode computation) {
    JsonNode attributes = computation.path("attributes");
    return new Object[] {
      computation.path("id").asString(""),
      attributes.path("trigger").asString(""),
      attributes.path("state").asString(""),
      attributes.path("requestedAt").asString(""),
      attributes.path("durationMs").asString(""),
      attributes.path("cutOff").asString(""),
      attributes.path("counts").path("audiences").asString(""),
      attributes.path("counts").path("changedAudiences").asString(""),
      attributes.path("snapshotId").asString("")
    };
  }
}
