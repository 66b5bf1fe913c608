package dev.rollcall.http.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.http.Method;
import dev.rollcall.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send little by little, or more than anybody wants. */
class SlowClientsTest {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final int PART = 16 << 10;

  private final Listener listener =
      Served.listening(
          TICK,
          Route.open(
              Method.POST,
              "/length",
              call -> Served.text(Integer.toString(call.json().at("text").string().length()))));

  @AfterEach
  void close() {
    listener.close();
  }

  private Socket post(String path, String header) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    write(socket, Served.post(path, header));
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The first bytes that are answered. */
  private static String answer(Socket socket) throws IOException {
    byte[] some = new byte[20];
    int read = socket.getInputStream().readNBytes(some, 0, some.length);
    return new String(some, 0, read, StandardCharsets.US_ASCII);
  }

  @Test
  void aChunkThatTakesLongIsReadForAsLongAsItKeepsComing() throws Exception {
    int parts = 20;
    String body = "{\"text\":\"" + "x".repeat(parts * PART) + "\"}";
    try (Socket socket = post("/length", "Transfer-Encoding: chunked")) {
      write(socket, Integer.toHexString(body.length()) + "\r\n");
      for (int from = 0; from < body.length(); from += PART) {
        write(socket, body.substring(from, Math.min(body.length(), from + PART)));
        Thread.sleep(TICK.dividedBy(4));
      }
      write(socket, "\r\n0\r\n\r\n");
      assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aBodyThatComesInDripsIsHungUpOn() throws Exception {
    try (Socket socket = post("/length", "Content-Length: 1000000")) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  write(socket, " ");
                  Thread.sleep(TICK.dividedBy(4));
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aChunkIsNotHeldWithoutEnd() throws Exception {
    assertThat(sent("/length", "Transfer-Encoding: chunked", "7fffffff\r\n")).isLessThan(1L << 30);
  }

  @Test
  void aBodyThatIsRefusedIsNotReadWithoutEnd() throws Exception {
    assertThat(sent("/nowhere", "Content-Length: 1099511627776", "")).isLessThan(1L << 30);
  }

  /** Bytes that the server takes of a body before it hangs up, as far as they are counted. */
  private long sent(String path, String header, String before) throws IOException {
    byte[] part = new byte[1 << 20];
    long sent = 0;
    try (Socket socket = post(path, header)) {
      write(socket, before);
      OutputStream out = socket.getOutputStream();
      for (; sent < 1L << 30; sent += part.length) out.write(part);
    } catch (SocketException hungUp) {
      return sent;
    }
    return sent;
  }
}
