package dev.rollcall.http.listener;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Api;
import dev.rollcall.http.Call;
import dev.rollcall.http.RateLimits;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.SignIn;
import dev.rollcall.http.TraceIds;
import dev.rollcall.http.json.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A few routes on a socket. */
final class Served {
  private Served() {}

  static Api api(Route... routes) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    SignIn nobody =
        request -> {
          throw new Refusal(ProblemCode.AUTHORIZATION_TOKEN_INVALID.because("no"));
        };
    return new Api(
        List.of(routes),
        nobody,
        new RateLimits(1, clock),
        new TraceIds(() -> 1),
        new SimpleMeterRegistry(),
        clock);
  }

  static Listener listening(Route... routes) {
    return listening(Duration.ofMinutes(1), routes);
  }

  /** With other patience for clients that stop. */
  static Listener listening(Duration tick, Route... routes) {
    return new Listener("127.0.0.1", 0, Duration.ofMinutes(1), Clock.systemUTC(), tick)
        .start(api(routes));
  }

  static Response text(String text) {
    return Response.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A request without a body. */
  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  /**
   * The head of a request with a body.
   *
   * @param header says how long it is
   */
  static String post(String path, String header) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
  }

  /** Waits in a handler, which may throw nothing that is checked. */
  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of a request's body. */
  static String body(Call call) {
    try {
      return new String(call.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
