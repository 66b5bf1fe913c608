package dev.rollcall.http.openapi;

import dev.rollcall.http.Accepts;
import dev.rollcall.http.Access;
import dev.rollcall.http.Call;
import dev.rollcall.http.Method;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The document that describes all other routes, and itself. Put together when first asked for. */
public final class OpenApiRoutes {
  private static final String HTML = "text/html; charset=utf-8";

  private final List<Route> routes;
  private final Map<Version, byte[]> documents = new ConcurrentHashMap<>();

  /**
   * Makes the routes of a document.
   *
   * @param others every other route that is served
   */
  public OpenApiRoutes(List<Route> others) {
    routes = new ArrayList<>(others);
    routes.addAll(routes());
  }

  public List<Route> routes() {
    return List.of(
        Route.at(
            Method.GET,
            "/{version}/retailmedia/open-api-specifications.json",
            Version.ALL,
            new Access.Open(),
            this::document),
        Route.open(Method.GET, "/docs", call -> page()));
  }

  private Response document(Call call) {
    byte[] json =
        documents.computeIfAbsent(
            call.version(),
            version ->
                Specification.of(version, routes).toString().getBytes(StandardCharsets.UTF_8));
    return Response.of(200, Accepts.JSON, json);
  }

  private static Response page() {
    try (InputStream in = OpenApiRoutes.class.getResourceAsStream("page.html")) {
      return Response.of(200, HTML, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
