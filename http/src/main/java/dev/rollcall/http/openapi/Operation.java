package dev.rollcall.http.openapi;

import static dev.rollcall.audience.ProblemCode.AUTHORIZATION_TOKEN_EXPIRED;
import static dev.rollcall.audience.ProblemCode.AUTHORIZATION_TOKEN_INVALID;
import static dev.rollcall.audience.ProblemCode.BODY_TOO_LARGE;
import static dev.rollcall.audience.ProblemCode.IDEMPOTENCY_KEY_INVALID;
import static dev.rollcall.audience.ProblemCode.IDEMPOTENCY_KEY_IN_USE;
import static dev.rollcall.audience.ProblemCode.IDEMPOTENCY_KEY_REUSED;
import static dev.rollcall.audience.ProblemCode.INTERNAL_ERROR;
import static dev.rollcall.audience.ProblemCode.INVALID_JSON;
import static dev.rollcall.audience.ProblemCode.INVALID_VALUE;
import static dev.rollcall.audience.ProblemCode.PERMISSION_DENIED;
import static dev.rollcall.audience.ProblemCode.RATE_LIMIT_EXCEEDED;
import static dev.rollcall.audience.ProblemCode.REQUIRED_FIELD;
import static dev.rollcall.audience.ProblemCode.UNAVAILABLE;
import static dev.rollcall.audience.ProblemCode.UNSUPPORTED_MEDIA_TYPE;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Access;
import dev.rollcall.http.Route;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One operation of the document, on its way from what is written by hand to what is served. */
final class Operation {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  private final Route route;
  private final ObjectNode operation;
  private final JsonNode schemas;
  private final boolean signedIn;
  private final boolean reads;

  /**
   * @param schemas those that the operation refers to by name
   */
  Operation(Route route, ObjectNode operation, JsonNode schemas) {
    this.route = route;
    this.operation = operation;
    this.schemas = schemas;
    this.signedIn = !(route.access() instanceof Access.Open);
    this.reads = !route.accepts().mediaTypes().isEmpty();
  }

  /** Adds what the route knows, and writes out what the parts abbreviate. */
  ObjectNode complete() {
    parameters();
    access();
    if (reads) body();
    ObjectNode responses = (ObjectNode) operation.path("responses");
    responses.forEach(response -> envelope((ObjectNode) response));
    responses.forEach(this::examples);
    refusals(responses);
    responses
        .propertyStream()
        .forEach(
            status -> headers(Integer.parseInt(status.getKey()), (ObjectNode) status.getValue()));
    return operation;
  }

  private Set<String> pathParameters() {
    Set<String> names = new LinkedHashSet<>();
    PARAMETER
        .matcher(route.template())
        .results()
        .map((MatchResult m) -> m.group(1))
        .forEach(names::add);
    names.remove("version");
    return names;
  }

  private void parameters() {
    ArrayNode parameters = operation.arrayNode();
    for (String name : pathParameters())
      parameters.addObject().put("$ref", "#/components/parameters/" + name);
    operation.path("parameters").forEach(parameters::add);
    if (route.writes())
      parameters.addObject().put("$ref", "#/components/parameters/idempotency-key");
    if (!parameters.isEmpty()) operation.set("parameters", parameters);
  }

  private void access() {
    ArrayNode security = operation.putArray("security");
    if (signedIn) security.addObject().putArray("token");
    if (route.access() instanceof Access.Needs(var permission))
      operation.put("x-permission", permission.wireName());
    operation.put("x-rate-limited", signedIn && !route.traits().contains(Route.Trait.UNCOUNTED));
  }

  private void body() {
    JsonNode written = operation.remove("x-body");
    ObjectNode body = operation.withObjectProperty("requestBody");
    body.put("required", true);
    body.put("description", "At most " + size(route.accepts().maxBytes()) + ", after inflation.");
    if (written != null) body.putObject("content").set(Accepts.JSON, written);
  }

  private static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  /** Writes out {@code x-data} as data in the envelope. */
  private void envelope(ObjectNode response) {
    JsonNode data = response.remove("x-data");
    if (data == null) return;
    @Nullable JsonNode given = response.remove("x-example");
    Optional<JsonNode> example = given == null ? example(data) : Optional.of(given);
    ObjectNode abouts = operation.objectNode();
    ObjectNode content = response.putObject("content").putObject(Accepts.JSON);
    ObjectNode schema = content.putObject("schema");
    schema.put("type", "object");
    ArrayNode required = schema.putArray("required").add("data");
    ObjectNode members = schema.putObject("properties");
    members.set("data", data);
    for (String about : new String[] {"meta", "metadata"}) {
      @Nullable JsonNode schemaOfAbout = response.remove("x-" + about);
      if (schemaOfAbout == null) continue;
      members.set(about, schemaOfAbout);
      required.add(about);
      example(schemaOfAbout).ifPresent(one -> abouts.set(about, one));
    }
    for (String problems : new String[] {"errors", "warnings"}) {
      members.putObject(problems).put("$ref", "#/components/schemas/Problems");
      required.add(problems);
    }
    if (example.isEmpty()) return;
    ObjectNode whole = content.putObject("example");
    whole.set("data", example.get());
    whole.setAll(abouts);
    whole.putArray("errors");
    whole.putArray("warnings");
  }

  /** Gives what is answered without an envelope the example of its schema. */
  private void examples(JsonNode response) {
    response
        .path("content")
        .forEach(content -> {
          if (!content.has("example"))
            example(content.path("schema"))
                .ifPresent(one -> ((ObjectNode) content).set("example", one));
        });
  }

  /** An example of what a schema describes, by the name it has or that its items have. */
  private Optional<JsonNode> example(JsonNode schema) {
    if (schema.has("items"))
      return example(schema.path("items")).map(item -> operation.arrayNode().add(item));
    String name = schema.path("$ref").stringValue("").replace("#/components/schemas/", "");
    return Optional.of(schemas.path(name).path("examples").path(0))
        .filter(one -> !one.isMissingNode());
  }

  /** Tells by status what the operation refuses a whole request for. */
  private void refusals(ObjectNode responses) {
    Map<Integer, Set<String>> byStatus = new TreeMap<>();
    for (ProblemCode code : codes())
      byStatus.computeIfAbsent(code.status(), status -> new TreeSet<>()).add(code.code());
    byStatus.forEach((status, codes) -> {
      ObjectNode response = responses.withObjectProperty(Integer.toString(status));
      codes.forEach(response.withArrayProperty("x-codes")::add);
      if (response.has("description")) return;
      response.put("description", "`" + String.join("`, `", codes) + "`");
      response
          .putObject("content")
          .putObject(Accepts.JSON)
          .putObject("schema")
          .put("$ref", "#/components/schemas/Refusal");
    });
  }

  private Set<ProblemCode> codes() {
    Set<ProblemCode> codes = new LinkedHashSet<>();
    @Nullable JsonNode own = operation.remove("x-problems");
    if (own != null) own.forEach(code -> codes.add(code(code.stringValue())));
    operation.path("x-item-problems").forEach(code -> code(code.stringValue()));
    codes.add(INTERNAL_ERROR);
    if (signedIn || reads) codes.add(UNAVAILABLE);
    if (reads || operation.has("parameters")) codes.add(INVALID_VALUE);
    if (reads) codes.addAll(Set.of(BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE));
    if (route.accepts().mediaTypes().contains(Accepts.JSON))
      codes.addAll(Set.of(INVALID_JSON, REQUIRED_FIELD));
    if (signedIn)
      codes.addAll(
          Set.of(AUTHORIZATION_TOKEN_INVALID, AUTHORIZATION_TOKEN_EXPIRED, RATE_LIMIT_EXCEEDED));
    if (route.access() instanceof Access.Needs) codes.add(PERMISSION_DENIED);
    if (route.writes())
      codes.addAll(Set.of(IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED));
    return codes;
  }

  private ProblemCode code(String name) {
    return Arrays.stream(ProblemCode.values())
        .filter(code -> code.code().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(route + " names no problem: " + name));
  }

  private void headers(int status, ObjectNode response) {
    ObjectNode headers = response.withObjectProperty("headers");
    header(headers, "x-trace-id");
    header(headers, "x-ratelimit-limit");
    header(headers, "x-ratelimit-remaining");
    header(headers, "x-ratelimit-reset");
    if (route.writes() && status < 500) header(headers, "idempotency-replayed");
    if (status == 401) header(headers, "www-authenticate");
    boolean waits = status == 429 || (status == 503 && response.has("x-codes"));
    if (waits) header(headers, "retry-after");
    if (!route.versions().isEmpty()) {
      header(headers, "deprecation");
      header(headers, "sunset");
    }
  }

  private static void header(ObjectNode headers, String name) {
    headers.putObject(name).put("$ref", "#/components/headers/" + name);
  }
}
