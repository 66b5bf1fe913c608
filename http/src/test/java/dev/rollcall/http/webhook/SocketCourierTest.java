package dev.rollcall.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.compute.webhook.Courier.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketCourierTest {
  private final SocketCourier courier = new SocketCourier(Targets.ANY, Duration.ofMillis(500));

  @AfterEach
  void close() {
    courier.close();
  }

  private static URI url(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook?x=1");
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  /** Answers one connection; gives what was read from it. */
  private static CompletableFuture<String> answering(ServerSocket server, String answer) {
    return CompletableFuture.supplyAsync(() -> {
      try (Socket socket = server.accept()) {
        byte[] bytes = new byte[65_536];
        int length = socket.getInputStream().read(bytes);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void a_message_is_posted_and_its_status_read() throws IOException {
    try (ServerSocket server = listening()) {
      CompletableFuture<String> request = answering(server, "HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(courier.send(url(server), Map.of("webhook-id", "msg_1"), "{\"é\":1}"))
          .isEqualTo(new Reply.Answered(204));
      assertThat(request.join())
          .startsWith("POST /hook?x=1 HTTP/1.1\r\nhost: 127.0.0.1:")
          .contains("\r\ncontent-length: 8\r\n", "\r\nwebhook-id: msg_1\r\n")
          .endsWith("\r\n\r\n{\"é\":1}");
    }
  }

  @Test
  void a_redirect_is_an_answer_like_another() throws IOException {
    try (ServerSocket server = listening()) {
      CompletableFuture<String> request =
          answering(server, "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n");
      assertThat(courier.send(url(server), Map.of(), "{}")).isEqualTo(new Reply.Answered(302));
      assertThat(request.join()).isNotEmpty();
    }
  }

  @Test
  void what_is_no_answer_is_told_in_few_words() throws IOException {
    URI gone;
    try (ServerSocket server = listening()) {
      gone = url(server);
      CompletableFuture<String> request = answering(server, "x".repeat(100_000));
      assertThat(courier.send(gone, Map.of(), "{}"))
          .isEqualTo(new Reply.Unreached("the connection was lost"));
      request.handle((text, thrown) -> 0).join();
    }
    assertThat(courier.send(gone, Map.of(), "{}"))
        .isEqualTo(new Reply.Unreached("the connection was refused"));
    try (ServerSocket silent = listening()) {
      assertThat(courier.send(url(silent), Map.of(), "{}"))
          .isEqualTo(new Reply.Unreached("no answer in time"));
    }
  }

  @Test
  void what_is_not_of_the_internet_is_not_connected_to() throws IOException {
    try (SocketCourier outward = new SocketCourier(Targets.PUBLIC);
        ServerSocket server = listening()) {
      Reply refused = new Reply.Unreached("the address is not of the internet");
      assertThat(outward.send(url(server), Map.of(), "{}")).isEqualTo(refused);
      URI named = URI.create("http://localhost:" + server.getLocalPort());
      assertThat(outward.send(named, Map.of(), "{}")).isEqualTo(refused);
      assertThat(outward.refusal(named)).isNotEmpty();
      assertThat(outward.refusal(URI.create("https://example.com"))).isEmpty();
      assertThat(courier.refusal(named)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "10.1.2.3, false",
    "172.16.0.1, false",
    "192.168.1.1, false",
    "169.254.169.254, false",
    "0.0.0.0, false",
    "0.1.2.3, false",
    "100.64.0.1, false",
    "192.0.0.8, false",
    "198.18.0.1, false",
    "224.0.0.1, false",
    "240.0.0.1, false",
    "255.255.255.255, false",
    "::1, false",
    "::, false",
    "fc00::1, false",
    "fd12::1, false",
    "fe80::1, false",
    "ff02::1, false",
    "::ffff:10.0.0.1, false",
    "64:ff9b::a00:1, false",
    "2002:a00:1::, false",
    "2001:db8::1, false",
    "2001::1, false",
    "1.1.1.1, true",
    "100.128.0.1, true",
    "172.32.0.1, true",
    "198.20.0.1, true",
    "2606:4700::1111, true"
  })
  void addresses_of_the_internet_are_told_from_others(String address, boolean open)
      throws UnknownHostException {
    assertThat(Targets.PUBLIC.allows(InetAddress.getByName(address))).isEqualTo(open);
    assertThat(Targets.ANY.allows(InetAddress.getByName(address))).isTrue();
  }
}
