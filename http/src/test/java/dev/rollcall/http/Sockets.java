package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.listener.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Clients of an API over real connections, some of which drop. */
final class Sockets implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiHarness api;
  private final Listener listener;
  private final HttpClient client = HttpClient.newHttpClient();

  Sockets(ApiHarness api) {
    this.api = api;
    this.listener =
        new Listener("127.0.0.1", 0, Duration.ofSeconds(5), Clock.systemUTC()).start(api.served());
  }

  /**
   * A request.
   *
   * @param path all of it
   * @param headers by name
   */
  @SuppressWarnings("ArrayRecordComponent") // Sent, and never compared.
  record Sent(String method, String path, Map<String, String> headers, byte[] body) {
    /** A JSON request of the manager's, written with single quotes in the place of double ones. */
    static Sent json(String path, String json) {
      return new Sent(
          "POST",
          "/2027-01/retail-media" + path,
          Map.of("authorization", "Bearer manager", "content-type", "application/json"),
          json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    Sent with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Sent(method, path, more, body);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Sends a request and reads its answer to the end, unless it is a stream. */
  HttpResponse<InputStream> send(Sent request) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + request.path()));
    request.headers().forEach(builder::header);
    return client.send(
        builder
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()))
            .build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  Answer answer(Sent request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = send(request);
    try (InputStream in = response.body()) {
      byte[] body = in.readAllBytes();
      return new Answer(
          response.statusCode(),
          body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body));
    }
  }

  Answer post(String path, String json) throws IOException, InterruptedException {
    return answer(Sent.json(path, json));
  }

  /** Sends a request, hangs up without reading, and waits until it was carried out. */
  void sendAndHangUp(Sent request) throws IOException, InterruptedException {
    hangUpAfter(request, request.body());
  }

  /** Sends a half of a request's body, hangs up, and waits until it was given up. */
  void sendHalfAndHangUp(Sent request) throws IOException, InterruptedException {
    hangUpAfter(request, Arrays.copyOf(request.body(), request.body().length / 2));
  }

  private void hangUpAfter(Sent request, byte[] sent) throws IOException, InterruptedException {
    long before = api.answered();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head(request).getBytes(StandardCharsets.UTF_8));
      out.write(sent);
      out.flush();
    }
    for (int i = 0; api.answered() == before && i < 500; i++) Thread.sleep(10);
    assertThat(api.answered())
        .as("%s, which nobody waited for, was dealt with", request)
        .isGreaterThan(before);
  }

  private static String head(Sent request) {
    StringBuilder head = new StringBuilder(request + " HTTP/1.1\r\nhost: localhost\r\n");
    request
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("content-length: ")
        .append(request.body().length)
        .append("\r\n\r\n")
        .toString();
  }

  @Override
  public void close() {
    client.close();
    listener.close();
  }
}
