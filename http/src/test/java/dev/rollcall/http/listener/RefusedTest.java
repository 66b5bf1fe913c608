package dev.rollcall.http.listener;

import static dev.rollcall.http.listener.Served.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Method;
import dev.rollcall.http.Route;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that two servers could read in two ways, and others that cannot be read at all. */
class RefusedTest {
  private static final String GET = "GET /small HTTP/1.1\r\n";
  private static final String POST = "POST /small HTTP/1.1\r\nHost: x\r\n";
  private static final int SHOWN = 200;
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private final Listener listener =
      Served.listening(
          Route.open(Method.GET, "/small", call -> text("small")),
          Route.open(Method.POST, "/small", call -> text("small")));

  @AfterEach
  void close() {
    listener.close();
  }

  private void check(int status, String request) throws IOException {
    String shown = request.substring(0, Math.min(request.length(), SHOWN));
    try (RawClient client = new RawClient(listener)) {
      client.send(request);
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).as(shown).isEqualTo(status);
      assertThat(answer.headers())
          .containsEntry("connection", "close")
          .containsEntry("content-type", "application/json")
          .containsKeys("x-trace-id", "date");
      assertThat(answer.body()).contains("\"errors\":[").contains("\"code\":\"invalid-value\"");
      assertThat(client.rest()).as(shown).isEmpty();
    }
  }

  @Test
  void aRequestHasOneHost() throws Exception {
    check(400, GET + "\r\n");
    check(400, GET + "Host: x\r\nHost: x\r\n\r\n");
    check(400, GET + "Host: x\r\nHost: y\r\n\r\n");
  }

  @Test
  void aRequestHasOneEnd() throws Exception {
    check(400, POST + CHUNKED + "Content-Length: 5\r\n\r\n0\r\n\r\n");
    check(400, POST + "Content-Length: 5\r\n" + CHUNKED + "\r\n0\r\n\r\n");
    check(400, POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    check(400, POST + "Content-Length: 1, 2\r\n\r\nab");
    check(400, POST + "Content-Length: -1\r\n\r\n");
    check(400, POST + "Content-Length: +1\r\n\r\na");
    check(400, POST + "Content-Length: 99999999999999999999\r\n\r\n");
    check(400, POST + "Transfer-Encoding: xchunked\r\n\r\n");
    check(400, POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n");
    check(400, POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n");
    check(400, POST + CHUNKED + CHUNKED + "\r\n0\r\n\r\n");
  }

  /** A draft of web sockets had eight bytes after such a head, which others take for a request. */
  @Test
  void aRequestHasNoBodyThatIsNotTold() throws Exception {
    check(400, GET + "Host: x\r\nSec-WebSocket-Key1: a\r\nSec-WebSocket-Key2: b\r\n\r\n12345678");
  }

  @Test
  void otherProtocolsAreNotSpoken() throws Exception {
    check(505, "GET /small HTTP/1.0\r\nHost: x\r\n\r\n");
    check(505, "GET /small HTTP/2.0\r\nHost: x\r\n\r\n");
    check(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    check(400, "GET /small\r\n\r\n");
    check(400, "GET /small HTTP/1.1\nHost: x\n\n");
    check(400, "\u0016\u0003\u0001 hello\r\n\r\n");
  }

  /** Closed with bytes of it unread, the connection would be reset and take the answer along. */
  @Test
  void aRequestThatIsRefusedLongBeforeItsEndLearnsWhy() throws Exception {
    String much = "a".repeat(32 << 20);
    check(414, "GET /" + much + " HTTP/1.1\r\nHost: x\r\n\r\n");
    check(431, GET + "Host: x\r\nX-Much: " + much + "\r\n\r\n");
    check(400, POST + CHUNKED + "Content-Length: 5\r\n\r\n2000000\r\n" + much);
  }
}
