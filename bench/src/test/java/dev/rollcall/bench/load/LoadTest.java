package dev.rollcall.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private HttpServer server;
  private URI url;

  @BeforeEach
  void echo() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/echo",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(
              body.length == 0 ? 400 : 200, body.length == 0 ? -1 : body.length);
          if (body.length > 0) exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    url = URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static ByteBuffer request(String body) {
    return ByteBuffer.wrap(
        Wire.request("POST", "/echo", "token", body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void every_request_is_answered_on_the_connection_it_was_sent_on() throws IOException {
    String much = "x".repeat(3_000_000);
    String[] asked = new String[3];
    Set<String> answered = new HashSet<>();
    int[] turn = {0};
    Load.Result result =
        Load.closed(
            url,
            3,
            (connection, last) -> {
              if (last != null) {
                assertThat(last.text()).isEqualTo(asked[connection]);
                answered.add(last.text());
              }
              if (turn[0] == 20) return null;
              asked[connection] = turn[0]++ + much;
              return request(asked[connection]);
            });
    assertThat(answered).hasSize(20);
    assertThat(result.each().size()).isEqualTo(20);
  }

  @Test
  void a_paced_load_sends_everything_too() throws IOException {
    int[] turn = {0};
    Load.Result result =
        Load.paced(url, 2, 1_000, (connection, last) -> turn[0]++ < 50 ? request("hello") : null);
    assertThat(result.each().size()).isEqualTo(50);
  }

  @Test
  void a_refused_request_ends_the_load() {
    assertThatThrownBy(() -> Load.closed(url, 1, (connection, last) -> request("")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("status 400");
  }
}
