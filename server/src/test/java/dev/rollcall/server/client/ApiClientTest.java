package dev.rollcall.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.server.terminal.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private final FakeServer server = new FakeServer();
  private final ApiClient api = client(server);

  private static ApiClient client(FakeServer server) {
    return new ApiClient(server.url(), "client", "secret", Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void signs_in_once_and_sends_the_token() {
    api.get("/a");
    api.get("/b");
    assertThat(server.received())
        .extracting(FakeServer.Received::authorization)
        .containsExactly("Bearer token1", "Bearer token1");
  }

  @Test
  void signs_in_again_once_when_refused() {
    server.then(401, "").then(200, "{\"data\":1}");
    assertThat(api.get("/a").path("data").asInt()).isEqualTo(1);
    assertThat(server.tokensGiven()).isEqualTo(2);

    server
        .then(403, "")
        .then(403, "{\"errors\":[{\"code\":\"permission-denied\",\"detail\":\"No\"}]}");
    assertThatThrownBy(() -> api.get("/a"))
        .isInstanceOf(Failure.class)
        .hasMessage("permission-denied: No");
    assertThat(server.received()).hasSize(4);
  }

  @Test
  void tries_again_what_may_pass() {
    for (int status : new int[] {0, 429, 500, 503}) attempts(status, "", 2);
    attempts(400, "", 1);
    attempts(409, "{\"errors\":[{\"code\":\"idempotency-key-in-use\"}]}", 2);
    attempts(409, "{\"errors\":[{\"code\":\"replacement-closed\"}]}", 1);
  }

  private static void attempts(int status, String body, int expected) {
    try (FakeServer server = new FakeServer()) {
      ApiClient api = client(server);
      api.get("/reached");
      server.then(status, body);
      try {
        api.post("/a", Map.of());
        assertThat(expected).isEqualTo(2);
      } catch (Failure e) {
        assertThat(expected).isEqualTo(1);
      }
      assertThat(server.received()).as("%s", status).hasSize(1 + expected);
      assertThat(server.received().stream().map(FakeServer.Received::key).distinct())
          .as("one key a request, however often it is sent")
          .hasSize(2);
    }
  }

  @Test
  void waits_as_long_as_the_server_asks() {
    server.thenRetryAfter(429, "0").thenRetryAfter(503, "soon");
    api.get("/a");
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void gives_up_in_the_end() {
    IntStream.range(0, ApiClient.ATTEMPTS).forEach(i -> server.then(503, ""));
    assertThatThrownBy(() -> api.get("/a"))
        .isInstanceOf(Failure.class)
        .hasMessage("the server answered with status 503");
    assertThat(server.received()).hasSize(ApiClient.ATTEMPTS);
  }
}
