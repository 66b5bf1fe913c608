package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Waits for a server's computations. */
final class Runs {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Far enough ahead that no slot of the real clock comes between. */
  private static Instant slot = Instant.parse("2031-01-01T00:00:00Z");

  private final Client client;

  Runs(Client client) {
    this.client = client;
  }

  /** The position of the log that the next lookup reflects. */
  long position() throws IOException {
    JsonNode answer = client.call("POST", client.lookupPath(), Client.lookupJson(Kind.EMAIL, 0));
    return answer.get("data").get("attributes").get("logPosition").asLong();
  }

  /**
   * Moves the sandbox's clock past the next slot and waits for its computation, which computes
   * everything from truth; its attributes.
   */
  JsonNode scheduled() throws IOException, InterruptedException {
    slot = slot.plus(Duration.ofHours(12));
    String due = slot.toString();
    client.call(
        "POST",
        "/v1/sandbox/clock",
        "{\"data\":{\"attributes\":{\"advanceTo\":\"" + slot.plusSeconds(1) + "\"}}}");
    return await(attributes -> attributes.get("requestedAt").asString().equals(due));
  }

  /** Waits for a computation that reflects the log up to a position; its attributes. */
  JsonNode reflecting(long position) throws IOException, InterruptedException {
    return await(attributes ->
        !attributes.get("cutOff").isNull() && attributes.get("cutOff").asLong() >= position);
  }

  /** Waits until all that was acknowledged is computed and published. */
  void settle() throws IOException, InterruptedException {
    reflecting(position());
  }

  private interface Wanted {
    boolean test(JsonNode attributes);
  }

  private JsonNode await(Wanted wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      @Nullable JsonNode found = null;
      for (JsonNode computation : client.call("GET", "/v1/computations?limit=3", "").get("data")) {
        JsonNode attributes = computation.get("attributes");
        String state = attributes.get("state").asString();
        if (!wanted.test(attributes)) continue;
        if (state.equals("failed")) throw new IOException("a computation failed");
        if (state.equals("succeeded")) found = attributes;
      }
      if (found != null) return found;
      Thread.sleep(5);
    }
    throw new IOException("no computation came within " + PATIENCE);
  }
}
