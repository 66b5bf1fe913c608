package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A server that answers as it was told to, and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {
  /** A request it got. */
  public record Received(
      String method, String path, String authorization, String key, String body) {}

  /** An answer it gives; status 0 drops the connection. */
  private record Scripted(int status, String body, String retryAfter) {}

  private final HttpServer server;
  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Scripted> script = new ArrayDeque<>();
  private int tokens;

  public FakeServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public synchronized FakeServer then(int status, String body) {
    script.add(new Scripted(status, body, ""));
    return this;
  }

  synchronized FakeServer thenRetryAfter(int status, String retryAfter) {
    script.add(new Scripted(status, "", retryAfter));
    return this;
  }

  /** What it was asked, sign-in left out. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Whether it was told how to answer the next request. */
  public synchronized boolean hasScript() {
    return !script.isEmpty();
  }

  synchronized int tokensGiven() {
    return tokens;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (path.equals("/oauth2/token")) {
      answer(exchange, new Scripted(200, "{\"access_token\":\"token" + ++tokens + "\"}", ""));
      return;
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    received.add(new Received(exchange.getRequestMethod(), path, authorization, key, body));
    Scripted next = script.isEmpty() ? new Scripted(200, "{}", "") : script.remove();
    if (next.status() == 0) {
      exchange.close();
    } else {
      answer(exchange, next);
    }
  }

  private static void answer(HttpExchange exchange, Scripted answer) throws IOException {
    byte[] body = answer.body().getBytes(UTF_8);
    if (!answer.retryAfter().isEmpty())
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
