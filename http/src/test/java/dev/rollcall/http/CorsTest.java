package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorsTest {
  private static final String CONSOLE = "https://console.example.com";
  private static final byte[] NOTHING = {};

  private static Wire wire(Set<String> origins) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    Api api =
        new Api(
            List.of(
                Route.open(Method.POST, "/open", call -> Response.empty(204)),
                Route.open(Method.GET, "/open", call -> Response.empty(204)),
                Route.retailMedia(
                    Method.GET,
                    "/me",
                    Version.ALL,
                    new Access.AnyToken(),
                    call -> Response.empty(204))),
            request -> {
              throw new Refusal(ProblemCode.AUTHORIZATION_TOKEN_INVALID.because("no"));
            },
            new RateLimits(1, clock),
            new TraceIds(() -> 1),
            new SimpleMeterRegistry(),
            clock,
            new Cors(origins));
    return Wire.to(api);
  }

  private static List<String> told(Response response) {
    return response.headers().keySet().stream()
        .filter(name -> name.startsWith("access-control") || name.equals("vary"))
        .sorted()
        .toList();
  }

  @Test
  void byDefaultABrowserIsToldNothing() {
    Wire page = wire(Set.of()).with("origin", CONSOLE);
    assertThat(told(page.get("/open"))).isEmpty();
    Wire preflight = page.with("access-control-request-method", "POST");
    assertThat(told(preflight.send("OPTIONS", "/open", NOTHING))).isEmpty();
  }

  @Test
  void pagesOfTheOriginsNamedMayReadEveryAnswer() {
    Wire page = wire(Set.of(CONSOLE)).with("origin", CONSOLE);
    for (String path : List.of("/open", "/nowhere", "/2027-01/retail-media/me")) {
      Response answer = page.get(path);
      assertThat(answer.header("access-control-allow-origin")).as(path).contains(CONSOLE);
      assertThat(answer.header("access-control-expose-headers").orElseThrow())
          .contains("x-ratelimit-remaining", "retry-after", "x-trace-id");
      assertThat(answer.header("vary")).contains("origin");
      assertThat(answer.header("access-control-allow-credentials")).isEmpty();
    }
  }

  @Test
  void aPreflightIsAnsweredWithoutAToken() {
    Response answer =
        wire(Set.of(CONSOLE))
            .with("origin", CONSOLE)
            .with("access-control-request-method", "POST")
            .with("access-control-request-headers", "authorization, content-type")
            .send("OPTIONS", "/open", NOTHING);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("access-control-allow-methods")).contains("HEAD, GET, POST, OPTIONS");
    assertThat(answer.header("access-control-allow-headers").orElseThrow())
        .contains("authorization", "content-type", "content-encoding");
    assertThat(answer.header("access-control-max-age")).contains("600");
  }

  @Test
  void pagesOfOtherOriginsAndCallersWithoutOneAreToldNothing() {
    Wire wire = wire(Set.of(CONSOLE));
    assertThat(told(wire.get("/open"))).containsExactly("vary");
    for (String other : List.of("http://console.example.com", CONSOLE + ":81", "null"))
      assertThat(told(wire.with("origin", other).get("/open"))).containsExactly("vary");
  }

  @Test
  void aStarIsForAllOrigins() {
    assertThat(
            wire(Set.of("*"))
                .with("origin", "http://localhost:3000")
                .get("/open")
                .header("access-control-allow-origin"))
        .contains("http://localhost:3000");
  }

  @Test
  void onlyOriginsAreTaken() {
    for (String wrong : List.of("", "console.example.com", CONSOLE + "/", "https://*.x.com"))
      assertThatThrownBy(() -> new Cors(Set.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class);
  }
}
