package dev.rollcall.http.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Api;
import dev.rollcall.http.RateLimits;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.TraceIds;
import dev.rollcall.http.Wire;
import dev.rollcall.http.json.Refusal;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private Optional<String> logFailure = Optional.empty();
  private final Wire wire = Wire.to(api());

  private Api api() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    List<HealthCheck> checks =
        List.of(
            new HealthCheck("catalog", Optional::empty), new HealthCheck("log", () -> logFailure));
    List<Route> routes = new ArrayList<>(new HealthRoutes(checks).routes());
    routes.addAll(new MetricsRoutes(registry).routes());
    return new Api(
        routes,
        request -> {
          throw new Refusal(ProblemCode.AUTHORIZATION_TOKEN_INVALID.because("no"));
        },
        new RateLimits(1, clock),
        new TraceIds(() -> 1),
        registry,
        clock);
  }

  @Test
  void aServerIsReadyWhileNothingSpeaksAgainstIt() {
    assertThat(wire.get("/health").status()).isEqualTo(200);
    assertThat(Wire.text(wire.get("/health/ready")))
        .isEqualTo("{'live':true,'ready':true,'whyNot':{}}");
    logFailure = Optional.of("the disk is full");
    Response unready = wire.get("/health");
    assertThat(unready.status()).isEqualTo(503);
    assertThat(Wire.text(unready))
        .isEqualTo("{'live':true,'ready':false,'whyNot':{'log':'the disk is full'}}");
    assertThat(wire.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void metersAreThereToBeScraped() {
    wire.get("/health");
    Response metrics = wire.get("/metrics");
    assertThat(metrics.header("content-type").orElseThrow()).startsWith("text/plain");
    assertThat(Wire.text(metrics))
        .contains(
            "rollcall_http_requests_seconds_count{method='GET',route='/health',status='200'} 1");
  }
}
