package dev.rollcall.contract.published;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAPI document that exchanges are held to. Every object in it is closed: a member that it
 * does not name is a violation, though a client would pass over it.
 */
public final class OpenApi {
  private static final String HOME = "https://document.invalid/openapi";

  private final JsonNode root;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * @param dialect that of the document's schemas
   */
  public OpenApi(JsonNode root, Dialect dialect) {
    this.root = root;
    JsonNode closed = root.deepCopy();
    close(closed);
    this.registry =
        SchemaRegistry.withDefaultDialect(
            dialect, builder -> builder.schemas(Map.of(HOME, closed.toString())));
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode schema
        && schema.path("properties").isObject()
        && !schema.has("additionalProperties")) schema.put("additionalProperties", false);
    node.forEach(OpenApi::close);
  }

  public JsonNode root() {
    return root;
  }

  /**
   * An operation of the document.
   *
   * @param template the path with its parameters in braces
   * @param method in lower case
   */
  public record Operation(String template, String method) {
    /** Where it stands in the document, as a JSON pointer. */
    public String pointer() {
      return "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/" + method;
    }

    @Override
    public String toString() {
      return method.toUpperCase(Locale.ROOT) + " " + template;
    }
  }

  public Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    root.path("paths")
        .forEachEntry((path, methods) ->
            methods.propertyNames().stream()
                .filter(method -> !method.equals("parameters"))
                .forEach(method -> operations.add(new Operation(path, method).toString())));
    return operations;
  }

  /** The operation that a request is one of; a literal path goes before one with parameters. */
  public Optional<Operation> find(String method, String path) {
    return root.path("paths").propertyNames().stream()
        .filter(template -> matches(template.split("/", -1), path.split("/", -1)))
        .sorted((a, b) -> Long.compare(parameters(a), parameters(b)))
        .map(template -> new Operation(template, method.toLowerCase(Locale.ROOT)))
        .filter(operation -> root.at(operation.pointer()).isObject())
        .findFirst();
  }

  private static long parameters(String template) {
    return template.chars().filter(c -> c == '{').count();
  }

  private static boolean matches(String[] template, String[] path) {
    if (template.length != path.length) return false;
    for (int i = 0; i < path.length; i++)
      if (!template[i].startsWith("{") && !template[i].equals(path[i])) return false;
    return true;
  }

  /** What stands at a JSON pointer, references followed. */
  public JsonNode at(String pointer) {
    return root.at(resolved(pointer));
  }

  /** The pointer to what a pointer leads to, references followed. */
  public String resolved(String pointer) {
    JsonNode node = root.at(pointer);
    return node.has("$ref") ? resolved(node.path("$ref").stringValue().substring(1)) : pointer;
  }

  /** What a value breaks of the schema at a JSON pointer. */
  public List<Error> violations(String pointer, JsonNode value) {
    return schemas.computeIfAbsent(resolved(pointer), this::schema).validate(value);
  }

  private Schema schema(String pointer) {
    return registry.getSchema(SchemaLocation.of(HOME + "#" + pointer));
  }
}
