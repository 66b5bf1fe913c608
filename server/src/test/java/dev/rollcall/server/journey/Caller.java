package dev.rollcall.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A caller of the API for whom everything must succeed; answers are their {@code data}. */
final class Caller {
  private final Wire wire;

  Caller(Wire wire) {
    this.wire = wire;
  }

  /** A body of attributes alone, as most operations take. */
  static Map<String, Object> attributes(Map<String, ?> attributes) {
    return Map.of("data", Map.of("attributes", attributes));
  }

  JsonNode get(String path) {
    try {
      return data(wire.get(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode post(String path, Object body) {
    return data(send("POST", path, body));
  }

  JsonNode put(String path, Object body) {
    return data(send("PUT", path, body));
  }

  JsonNode patch(String path, Object body) {
    return data(send("PATCH", path, body));
  }

  private static JsonNode data(Wire.Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isBetween(200, 299);
    assertThat(answer.body().path("errors")).as("%s", answer.body()).isEmpty();
    return answer.data();
  }

  /** The whole answer, which may be a refusal. */
  Wire.Answer send(String method, String path, Object body) {
    try {
      return wire.send(method, path, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
