package dev.rollcall.http.operations;

import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The meters in Prometheus' text form. */
public final class MetricsRoutes {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  public MetricsRoutes(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  public List<Route> routes() {
    return List.of(
        Route.open(
            Method.GET,
            "/metrics",
            call ->
                Response.of(200, TEXT, registry.scrape(TEXT).getBytes(StandardCharsets.UTF_8))));
  }
}
