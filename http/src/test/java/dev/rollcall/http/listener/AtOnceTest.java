package dev.rollcall.http.listener;

import static dev.rollcall.http.listener.Served.await;
import static dev.rollcall.http.listener.Served.body;
import static dev.rollcall.http.listener.Served.get;
import static dev.rollcall.http.listener.Served.post;
import static dev.rollcall.http.listener.Served.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who answers: the thread that reads the connection, or one of the request's own. */
class AtOnceTest {
  private static final String HERE = "here:";
  private static final String ELSEWHERE = "elsewhere:";

  private volatile boolean ready = true;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Listener listener =
      Served.listening(
          Route.open(Method.POST, "/told/{when}", call -> told(body(call)))
              .atOnceWhile(path -> "now".equals(path.get("when"))),
          Route.open(Method.GET, "/told", call -> told("nothing")).atOnceWhile(path -> true),
          Route.open(Method.POST, "/ready", call -> told(body(call))).atOnceWhile(path -> ready),
          Route.open(Method.GET, "/fails", call -> failed()).atOnceWhile(path -> true),
          Route.open(Method.GET, "/breaks", call -> broken()).atOnceWhile(path -> true),
          Route.open(
                  Method.GET,
                  "/damaged",
                  call -> text("damaged").with("x-damaged", "a\r\nx-more: b"))
              .atOnceWhile(path -> true),
          Route.open(Method.GET, "/damaged-later", call -> text("").with("x-damaged", "a\nb")),
          Route.open(
              Method.GET,
              "/slow",
              call -> {
                asked.countDown();
                await(goOn);
                return told("slow");
              }));

  private static Response told(String body) {
    return text((Thread.currentThread().isVirtual() ? ELSEWHERE : HERE) + body);
  }

  private static Response failed() {
    throw new IllegalStateException("failed on purpose");
  }

  private static Response broken() {
    throw new AssertionError("broken on purpose");
  }

  @AfterEach
  void close() {
    goOn.countDown();
    listener.close();
  }

  private String answered(String request) throws IOException {
    try (RawClient client = new RawClient(listener)) {
      return client.send(request).answer().body();
    }
  }

  @Test
  void whatWaitsForNothingIsAnsweredByTheThreadThatReadIt() throws Exception {
    assertThat(answered(get("/told"))).isEqualTo(HERE + "nothing");
    assertThat(answered(post("/told/now", "Content-Length: 0"))).isEqualTo(HERE);
    assertThat(answered(post("/told/now", "Content-Length: 3") + "abc")).isEqualTo(HERE + "abc");
    String most = "m".repeat(4 << 10);
    assertThat(answered(post("/told/now", "Content-Length: " + most.length()) + most))
        .isEqualTo(HERE + most);
  }

  @Test
  void whatMayWaitIsAnsweredByAThreadOfItsOwn() throws Exception {
    assertThat(answered(post("/told/later", "Content-Length: 3") + "abc"))
        .isEqualTo(ELSEWHERE + "abc");
    String large = "l".repeat((4 << 10) + 1);
    assertThat(answered(post("/told/now", "Content-Length: " + large.length()) + large))
        .as("a body that is no small one")
        .isEqualTo(ELSEWHERE + large);
    assertThat(answered(post("/told/now", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n"))
        .as("a body of unknown length")
        .isEqualTo(ELSEWHERE + "abc");
  }

  @Test
  void aCompressedBodyWhichCanBeAnySizeIsReadByAThreadOfItsOwn() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write("abc".getBytes(StandardCharsets.UTF_8));
    }
    try (RawClient client = new RawClient(listener)) {
      String length = "Content-Length: " + zipped.size() + "\r\nContent-Encoding: gzip";
      client.send(post("/told/now", length)).send(zipped.toByteArray());
      assertThat(client.answer().body()).isEqualTo(ELSEWHERE + "abc");
    }
  }

  @Test
  void aSmallBodyIsGatheredFromItsPieces() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(post("/told/now", "Content-Length: 9"));
      for (String piece : new String[] {"ab", "cdef", "g", "hi"}) {
        client.send(piece);
        Thread.sleep(20); // so that it is a packet of its own
      }
      assertThat(client.answer().body()).isEqualTo(HERE + "abcdefghi");
    }
  }

  @Test
  void whatHasToWaitByTheTimeTheBodyIsThereIsAnsweredByAThreadOfItsOwn() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      client.send(post("/ready", "Content-Length: 3")).send("a");
      Thread.sleep(50); // so that the head was looked at
      ready = false;
      client.send("bc");
      assertThat(client.answer().body()).isEqualTo(ELSEWHERE + "abc");
      ready = true;
      assertThat(client.send(post("/ready", "Content-Length: 1") + "d").answer().body())
          .isEqualTo(HERE + "d");
    }
  }

  @Test
  void requestsSentTogetherAreAnsweredInTheirOrder() throws Exception {
    String requests =
        get("/told")
            + get("/slow")
            + post("/told/now", "Content-Length: 1")
            + "a"
            + post("/told/later", "Content-Length: 1")
            + "b"
            + get("/told")
            + get("/nowhere")
            + post("/told/now", "Content-Length: 1")
            + "c";
    try (RawClient client = new RawClient(listener)) {
      client.send(requests).finish();
      assertThat(client.answer().body()).isEqualTo(HERE + "nothing");
      asked.await();
      goOn.countDown();
      assertThat(client.answer().body()).isEqualTo(ELSEWHERE + "slow");
      assertThat(client.answer().body()).isEqualTo(HERE + "a");
      assertThat(client.answer().body()).isEqualTo(ELSEWHERE + "b");
      assertThat(client.answer().body()).isEqualTo(HERE + "nothing");
      assertThat(client.answer().status()).isEqualTo(404);
      assertThat(client.answer().body()).isEqualTo(HERE + "c");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void thousandsOfRequestsSentTogetherAreAnswered() throws Exception {
    int count = 5_000;
    try (RawClient client = new RawClient(listener)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(get("/slow") + get("/told").repeat(count));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      goOn.countDown();
      assertThat(client.answer().body()).isEqualTo(ELSEWHERE + "slow");
      for (int i = 0; i < count; i++)
        assertThat(client.answer().body()).isEqualTo(HERE + "nothing");
      writer.join();
    }
  }

  @Test
  void aFailureIsAnsweredAndTheNextRequestIsToo() throws Exception {
    try (RawClient client = new RawClient(listener)) {
      assertThat(client.send(get("/fails")).answer().status()).isEqualTo(500);
      assertThat(client.send(get("/told")).answer().body()).isEqualTo(HERE + "nothing");
    }
  }

  @Test
  void anAnswerThatCannotBeSentIsNotWaitedForForEver() throws Exception {
    for (String path : new String[] {"/damaged", "/damaged-later"}) {
      try (RawClient client = new RawClient(listener)) {
        assertThat(client.send(get(path)).rest()).as(path).isEmpty();
      }
    }
  }

  @Test
  void anErrorEndsTheConnectionWhoeverIsWaitedForBefore() throws Exception {
    goOn.countDown();
    try (RawClient client = new RawClient(listener)) {
      assertThat(client.send(get("/breaks")).rest()).isEmpty();
    }
    try (RawClient client = new RawClient(listener)) {
      client.send(get("/slow") + get("/breaks") + get("/told"));
      assertThat(client.answer().body()).isEqualTo(ELSEWHERE + "slow");
      assertThat(client.rest()).isEmpty();
    }
  }
}
