package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.dialect.Dialects;
import dev.rollcall.contract.published.OpenApi;
import dev.rollcall.http.openapi.Specification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server's own documents, which every exchange is held to: the answer whole, and the request
 * where all of it was granted.
 */
final class OwnDocuments {
  private static final Map<Version, OpenApi> DOCUMENTS = new ConcurrentHashMap<>();

  private final List<Route> routes;
  private boolean answersOnly;

  /**
   * @param routes all that are served; the same for all tests
   */
  OwnDocuments(List<Route> routes) {
    this.routes = routes;
  }

  /** A version whose document describes the route. */
  static Version version(Route route) {
    return route.versions().equals(Version.UNSTABLE) ? Version.PREVIEW : Version.V2027_01;
  }

  OpenApi of(Version version) {
    return DOCUMENTS.computeIfAbsent(
        version, v -> new OpenApi(Specification.of(v, routes), Dialects.getOpenApi31()));
  }

  /** From now on requests are as they please. */
  void answersOnly() {
    answersOnly = true;
  }

  void check(Exchange exchange) {
    String path = exchange.request().path();
    OpenApi document = of(Version.parse(path.split("/", -1)[1]).orElse(Version.V2027_01));
    if (exchange.method().equals("OPTIONS")) return;
    Optional<OpenApi.Operation> found =
        document.find(exchange.method().equals("HEAD") ? "GET" : exchange.method(), path);
    int status = exchange.response().status();
    if (found.isEmpty()) {
      assertThat(status).as("not described: %s", exchange).isIn(400, 404, 405, 410);
      return;
    }
    List<String> faults = answer(document, found.get(), exchange);
    if (status < 300 && !answersOnly) faults.addAll(question(document, found.get(), exchange));
    assertThat(faults).as("differences from the own document of %s", exchange).isEmpty();
  }

  private static List<String> answer(
      OpenApi document, OpenApi.Operation operation, Exchange exchange) {
    int status = exchange.response().status();
    String pointer = operation.pointer() + "/responses/" + status;
    JsonNode response = document.at(pointer);
    if (!response.isObject()) return new ArrayList<>(List.of("the status is not described"));
    List<String> faults = new ArrayList<>();
    exchange
        .response()
        .headers()
        .keySet()
        .forEach(name -> {
          if (!name.startsWith("content-")
              && !name.equals("cache-control")
              && !name.equals("pragma")
              && !response.path("headers").has(name)) faults.add("header " + name);
        });
    if (exchange.method().equals("HEAD")) return faults;
    if (!exchange.answersJson()) {
      if (exchange.response().body().length == 0 && response.path("content").has(Accepts.JSON))
        faults.add("no body, where one is described");
      return faults;
    }
    JsonNode answer = exchange.answer();
    String schema = pointer + "/content/application~1json/schema";
    if (!document.at(schema).isObject()) faults.add("a body is not described");
    else document.violations(schema, answer).forEach(error -> faults.add("answer " + error));
    codes(document, operation, response, status, answer, faults);
    return faults;
  }

  private static void codes(
      OpenApi document,
      OpenApi.Operation operation,
      JsonNode response,
      int status,
      JsonNode answer,
      List<String> faults) {
    JsonNode codes =
        status < 300
            ? document.at(operation.pointer()).path("x-item-problems")
            : response.path("x-codes");
    List<String> described = codes.valueStream().map(JsonNode::stringValue).toList();
    for (JsonNode problem : answer.path("errors")) {
      String code = problem.path("code").stringValue();
      if (!described.contains(code)) faults.add("code " + code + " under " + status);
    }
  }

  /** What the server took must be described: a member that it reads cannot be left out there. */
  private static List<String> question(
      OpenApi document, OpenApi.Operation operation, Exchange exchange) {
    JsonNode body = document.at(operation.pointer()).path("requestBody");
    boolean plain = exchange.request().headers().first("content-encoding") == null;
    if (!body.at("/content/application~1json").isObject()) return List.of();
    if (!plain || exchange.sent().length == 0) return List.of();
    if (exchange.answersJson() && !exchange.answer().path("errors").isEmpty()) return List.of();
    return document
        .violations(
            operation.pointer() + "/requestBody/content/application~1json/schema",
            withoutUnknown(exchange.question()))
        .stream()
        .map(
            error -> "request " + error + " " + new String(exchange.sent(), StandardCharsets.UTF_8))
        .toList();
  }

  /** Members whose name begins with "unknown" are sent to be ignored. */
  private static JsonNode withoutUnknown(JsonNode body) {
    if (body instanceof ObjectNode object)
      object.remove(
          object.propertyNames().stream().filter(name -> name.startsWith("unknown")).toList());
    body.forEach(OwnDocuments::withoutUnknown);
    return body;
  }
}
