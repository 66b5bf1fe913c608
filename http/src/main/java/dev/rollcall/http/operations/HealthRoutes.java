package dev.rollcall.http.operations;

import dev.rollcall.http.Call;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the server is live, whether it is ready for requests, and why not. */
public final class HealthRoutes {
  private final List<HealthCheck> checks;

  public HealthRoutes(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  public List<Route> routes() {
    return List.of(
        Route.open(Method.GET, "/health", this::ready),
        Route.open(Method.GET, "/health/ready", this::ready),
        Route.open(Method.GET, "/health/live", call -> answer(200, true, Map.of())));
  }

  private Response ready(Call call) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (HealthCheck check : checks)
      check.whyNot().get().ifPresent(reason -> reasons.put(check.name(), reason));
    return answer(reasons.isEmpty() ? 200 : 503, reasons.isEmpty(), reasons);
  }

  private static Response answer(int status, boolean ready, Map<String, String> reasons) {
    Response response =
        Response.json(
            status,
            out -> {
              out.writeStartObject();
              out.writeBooleanProperty("live", true);
              out.writeBooleanProperty("ready", ready);
              out.writeObjectPropertyStart("whyNot");
              reasons.forEach(out::writeStringProperty);
              out.writeEndObject();
              out.writeEndObject();
            });
    return response.with("cache-control", "no-store");
  }
}
