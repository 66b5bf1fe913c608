package dev.rollcall.http.listener;

import static dev.rollcall.http.listener.Served.await;
import static dev.rollcall.http.listener.Served.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.http.Accepts;
import dev.rollcall.http.Api;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);

  /** Says one thing, waits, and says another for as long as somebody reads. */
  private final Response.Stream stream =
      new Response.Stream() {
        @Override
        public void writeTo(OutputStream out) throws IOException {
          out.write("one\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          Served.await(goOn);
          for (int i = 0; i < 1_000_000; i++) {
            out.write("two\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
          }
        }

        @Override
        public void close() {
          letGo.countDown();
        }
      };

  private final Response.Stream broken =
      new Response.Stream() {
        @Override
        public void writeTo(OutputStream out) throws IOException {
          out.write("one\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          throw new IllegalStateException("broken");
        }

        @Override
        public void close() {}
      };

  private final Listener listener =
      new Listener("127.0.0.1", 0, Duration.ofSeconds(10), Clock.systemUTC()).start(api());
  private final HttpClient client = HttpClient.newHttpClient();

  private Api api() {
    return Served.api(
        Route.open(
            Method.GET,
            "/small/{name}",
            call -> text(call.parameter("name") + call.query().first("q").orElse(""))),
        Route.open(Method.GET, "/from", call -> text(call.request().remote().getHostAddress())),
        Route.open(Method.POST, "/created", call -> Response.empty(201)),
        Route.open(Method.DELETE, "/gone", call -> Response.empty(204)),
        Route.open(
            Method.POST,
            "/length",
            call -> text(Integer.toString(call.json().at("text").string().length()))),
        Route.open(
            Method.GET,
            "/slow",
            call -> {
              asked.countDown();
              await(goOn);
              return text("done");
            }),
        Route.open(Method.GET, "/broken", call -> Response.streaming("text/plain", broken)),
        Route.open(Method.GET, "/stream", call -> Response.streaming("text/plain", stream)));
  }

  @AfterEach
  void close() {
    goOn.countDown();
    listener.close();
    client.close();
  }

  private HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + target));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void pathsQueriesHeadersAndBodiesComeThrough() throws Exception {
    HttpResponse<String> small = send(to("/small/a%2Fb+c?q=%C3%A9+1"));
    assertThat(small.body()).isEqualTo("a/b+cé 1");
    assertThat(small.headers().firstValue("content-length")).contains("9");
    assertThat(small.headers().firstValue("content-type")).contains("text/plain");
    assertThat(
            send(to("/length")
                    .POST(BodyPublishers.ofString("{\"text\":\"" + "x".repeat(3_000_000) + "\"}")))
                .body())
        .isEqualTo("3000000");
    HttpResponse<String> created = send(to("/created").POST(BodyPublishers.noBody()));
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("content-length")).contains("0");
    assertThat(send(to("/from")).body()).isEqualTo("127.0.0.1");
    assertThat(send(to("/gone").DELETE()).statusCode()).isEqualTo(204);
    assertThat(send(to("/gone").method("PATCH", BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(405);
    HttpResponse<String> head = send(to("/small/abc").HEAD());
    assertThat(head.headers().firstValue("content-length")).contains("3");
  }

  @Test
  void aStreamIsReadAsItIsWrittenAndLetGoOfWhenTheClientGoes() throws Exception {
    HttpResponse<InputStream> answer =
        client.send(to("/stream").build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertThat(new String(body.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one\n");
      goOn.countDown();
      assertThat(new String(body.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("two\n");
      assertThat(letGo.getCount()).isOne();
    }
    letGo.await();
    assertThat(send(to("/small/x")).body()).isEqualTo("x");
  }

  @Test
  void aStreamThatBreaksOffDoesNotLookLikeOneThatEnded() throws Exception {
    HttpResponse<InputStream> answer =
        client.send(to("/broken").build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertThat(new String(body.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("one\n");
      assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }
    assertThat(send(to("/small/x")).body()).isEqualTo("x");
  }

  @Test
  void aBodyThatIsTooLargeIsAnsweredAndTheNextRequestIsToo() throws Exception {
    byte[] large = new byte[(int) Accepts.USUAL_BYTES + 1];
    assertThat(send(to("/length").POST(BodyPublishers.ofByteArray(large))).statusCode())
        .isEqualTo(413);
    assertThat(send(to("/small/x")).body()).isEqualTo("x");
  }

  @Test
  void gzipAndChunkedBodiesAreRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write("{\"text\":\"four\"}".getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest.Builder zipped =
        to("/length")
            .header("content-encoding", "gzip")
            .POST(
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(send(zipped).body()).isEqualTo("4");
  }

  @Test
  void whatCannotBeReadIsRefusedInTheFormOfTheApi() throws Exception {
    assertThat(raw("GET /small/a HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"code\":\"invalid-value\"")
        .containsIgnoringCase("x-ratelimit-limit: 1\r\n")
        .containsIgnoringCase("x-ratelimit-remaining: 1\r\n")
        .containsIgnoringCase("x-ratelimit-reset: 60\r\n")
        .doesNotContain("Bad Header");
    assertThat(raw("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .contains("\"errors\":[");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * What a server that is in a hurry answers to the beginning of a request that does not go on,
   * before it hangs up.
   */
  private static String answerToHalf(Listener hurried, String half) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hurried.port())) {
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException reset) {
      return "";
    }
  }

  @Test
  void aClientThatStopsInTheMiddleOfARequestIsHungUpOn() throws Exception {
    String post = "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n";
    String unknown = post.replace("/length", "/nowhere");
    try (Listener hurried =
        new Listener(
                "127.0.0.1", 0, Duration.ofSeconds(10), Clock.systemUTC(), Duration.ofMillis(50))
            .start(api())) {
      CompletableFuture<HttpResponse<String>> slow =
          client.sendAsync(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hurried.port() + "/slow"))
                  .build(),
              BodyHandlers.ofString());
      asked.await();
      assertThat(answerToHalf(hurried, post)).isEmpty();
      answerToHalf(hurried, post + "\r\n{\"text\":");
      assertThat(answerToHalf(hurried, unknown + "\r\n{\"text\":"))
          .as("what is refused before its body is read")
          .startsWith("HTTP/1.1 404 ");
      goOn.countDown();
      assertThat(slow.get().body()).as("a request whose answer takes long").isEqualTo("done");
    }
  }

  @Test
  void manyRequestsShareAConnection() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      String request = "GET /small/a HTTP/1.1\r\nHost: x\r\n\r\n";
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String answer = answer(socket);
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\na");
      }
    }
  }

  /** Reads an answer whose body is one byte. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) answer.append((char) socket.getInputStream().read());
    return answer.append((char) socket.getInputStream().read()).toString();
  }

  @Test
  void closingFinishesTheAnswersUnderWay() throws Exception {
    send(to("/small/idle"));
    CompletableFuture<HttpResponse<String>> slow =
        client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
    asked.await();
    Thread closing = Thread.ofVirtual().start(listener::close);
    assertThat(closing.join(Duration.ofMillis(200))).isFalse();
    goOn.countDown();
    assertThat(slow.get().body()).isEqualTo("done");
    assertThat(slow.get().headers().firstValue("connection")).contains("close");
    closing.join();
  }
}
