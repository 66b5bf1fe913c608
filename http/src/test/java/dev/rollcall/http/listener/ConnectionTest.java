package dev.rollcall.http.listener;

import static dev.rollcall.http.listener.Served.await;
import static dev.rollcall.http.listener.Served.body;
import static dev.rollcall.http.listener.Served.get;
import static dev.rollcall.http.listener.Served.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request after the other, and how they end. */
class ConnectionTest {
  private static final String POST = "POST /length HTTP/1.1\r\nHost: x\r\n";

  private final AtomicInteger counted = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Listener listener =
      Served.listening(
          Route.open(Method.GET, "/small", call -> text("small")),
          Route.open(Method.GET, "/told", call -> text("told")).atOnceWhile(path -> true),
          Route.open(Method.DELETE, "/gone", call -> Response.empty(204)),
          Route.open(Method.POST, "/refused", call -> text("unread")),
          Route.open(Method.POST, "/length", call -> text(Integer.toString(body(call).length()))),
          Route.open(
              Method.POST, "/count", call -> text(Integer.toString(counted.incrementAndGet()))),
          Route.open(
              Method.GET,
              "/stream",
              call -> Response.streaming("text/plain", new Written(List.of("one\n", "two\n")))),
          Route.open(
              Method.GET,
              "/long-stream",
              call -> {
                asked.countDown();
                await(goOn);
                return Response.streaming("text/plain", new Written(List.of("one\n", "two\n")));
              }),
          Route.open(
              Method.GET,
              "/slow",
              call -> {
                asked.countDown();
                await(goOn);
                return text("slow");
              }));

  private record Written(List<String> parts) implements Response.Stream {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (String part : parts) {
        out.write(part.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    goOn.countDown();
    listener.close();
  }

  @Test
  void aConnectionIsClosedWhenTheClientAsksForThat() throws Exception {
    for (String path : new String[] {"/small", "/told", "/stream", "/nowhere"}) {
      try (RawClient client = new RawClient(listener)) {
        client.send(get(path).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertThat(client.answer().headers()).containsEntry("connection", "close");
        assertThat(client.rest()).as(path).isEmpty();
      }
    }
  }

  @Test
  void whatComesAfterTheLastRequestIsNotCarriedOut() throws Exception {
    String count = "POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    String[] last = {
      get("/told").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
      get("/small").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
      get("/told").replace("Host: x\r\n", ""),
      get("/told").replace("HTTP/1.1", "HTTP/1.0"),
    };
    for (String request : last) {
      try (RawClient client = new RawClient(listener)) {
        client.send(request + count + count).answer();
        assertThat(client.rest()).as(request).isEmpty();
      }
    }
    try (RawClient client = new RawClient(listener)) {
      assertThat(client.send(count).answer().body()).isEqualTo("1");
    }
  }

  @Test
  void aClientThatSendsNoMoreIsStillAnswered() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(get("/told") + get("/slow") + get("/told") + get("/stream")).finish();
      asked.await();
      goOn.countDown();
      assertThat(client.answer().body()).isEqualTo("told");
      assertThat(client.answer().body()).isEqualTo("slow");
      assertThat(client.answer().body()).isEqualTo("told");
      assertThat(client.answer().body()).isEqualTo("one\ntwo\n");
      assertThat(client.rest()).isEmpty();
    }
    try (RawClient client = new RawClient(listener)) {
      String body = "x".repeat(300_000);
      client.send(POST + "Content-Length: " + body.length() + "\r\n\r\n" + body).finish();
      assertThat(client.answer().body()).isEqualTo("300000");
    }
  }

  @Test
  void anAnswerThatGoesOnIsFollowedByTheNext() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      for (int i = 0; i < 3; i++) {
        client.send(get("/stream"));
        assertThat(client.answer().body()).isEqualTo("one\ntwo\n");
        assertThat(client.send(get("/told")).answer().body()).isEqualTo("told");
      }
    }
  }

  @Test
  void answersWithoutABodyHaveNone() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(get("/gone").replace("GET", "DELETE"));
      RawClient.Answer gone = client.answer();
      assertThat(gone.status()).isEqualTo(204);
      assertThat(gone.headers()).doesNotContainKeys("content-length", "transfer-encoding");
      assertThat(client.send(get("/small").replace("GET", "HEAD")).head().headers())
          .containsEntry("content-length", "5");
      assertThat(client.send(get("/stream").replace("GET", "HEAD")).head().headers())
          .as("a length that nobody knows")
          .doesNotContainKey("content-length");
      assertThat(client.send(get("/told")).answer().body()).isEqualTo("told");
    }
  }

  @Test
  void aClientThatWaitsToBeToldIsToldWhenItsBodyIsRead() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(POST + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("abc").answer().body()).isEqualTo("3");
      assertThat(client.send(get("/told")).answer().body()).isEqualTo("told");
    }
  }

  @Test
  void aClientThatWaitsToBeToldAndIsRefusedIsToldThatTheConnectionEnds() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(
          POST.replace("/length", "/refused")
              + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      RawClient.Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("unread");
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aClientThatSaysItWaitsButDoesNotIsAnswered() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(
          POST.replace("/length", "/refused")
              + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc");
      assertThat(client.answer().body()).isEqualTo("unread");
      assertThat(client.send(get("/told")).answer().body()).isEqualTo("told");
    }
  }

  @Test
  void aBodyOfVeryManyTinyChunksIsRead() throws Exception {
    int count = 100_000;
    byte[] chunks = ("1\r\nx\r\n".repeat(count) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    try (RawClient client = new RawClient(listener)) {
      for (String path : new String[] {"/length", "/refused"}) {
        client
            .send(POST.replace("/length", path) + "Transfer-Encoding: chunked\r\n\r\n")
            .send(chunks);
        assertThat(client.answer().body()).isEqualTo(path.equals("/length") ? "100000" : "unread");
      }
      assertThat(client.send(get("/told")).answer().body()).isEqualTo("told");
    }
  }

  @Test
  void aChunkThatCannotBeReadIsRefusedAndEndsTheConnection() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(POST + "Transfer-Encoding: chunked\r\n\r\n1\r\naXX\r\n0\r\n\r\n" + get("/told"));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isIn(400, 500);
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void anAnswerThatGoesOnAndEndsWhileTheServerClosesEndsItsConnection() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(get("/long-stream"));
      asked.await();
      Thread closing = Thread.ofVirtual().start(listener::close);
      assertThat(closing.join(Duration.ofMillis(100))).isFalse();
      goOn.countDown();
      assertThat(client.answer().body()).isEqualTo("one\ntwo\n");
      assertThat(client.rest()).isEmpty();
      closing.join();
    }
  }
}
