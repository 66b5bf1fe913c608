package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A published OpenAPI document, which answers are held to. It understands what these documents use:
 * references, types, nulls, enumerations, required members, closed objects and 32-bit numbers.
 */
record PublishedDocument(JsonNode root) {
  /** The document of that name, where the folder with the published ones is at hand. */
  static Optional<PublishedDocument> find(String name) {
    return Stream.iterate(Path.of("").toAbsolutePath(), dir -> dir != null, Path::getParent)
        .map(dir -> dir.resolve("shared/contract").resolve(name))
        .filter(Files::exists)
        .findFirst()
        .map(file -> new PublishedDocument(new JsonMapper().readTree(file)));
  }

  /** Every operation, as {@code "POST /2027-01/..."}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (String path : root.path("paths").propertyNames())
      for (String method : root.path("paths").path(path).propertyNames())
        if (!method.equals("parameters"))
          operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
    return operations;
  }

  /** Holds the body of a success of an operation to the document. */
  void check(String operation, JsonNode body) {
    String[] parts = operation.split(" ", 2);
    JsonNode schema =
        root.path("paths")
            .path(parts[1])
            .path(parts[0].toLowerCase(Locale.ROOT))
            .at("/responses/200/content/application~1json/schema");
    assertThat(schema.isObject()).as(operation + " is documented").isTrue();
    check(schema, body, operation + ": ");
  }

  private void check(JsonNode given, JsonNode value, String place) {
    JsonNode schema = given;
    while (schema.has("$ref")) schema = root.at(schema.path("$ref").stringValue().substring(1));
    if (value.isNull()) {
      assertThat(schema.path("nullable").asBoolean()).as(place + " may be null").isTrue();
      return;
    }
    if (schema.has("enum")) assertThat(schema.path("enum")).as(place).contains(value);
    switch (schema.path("type").stringValue()) {
      case "object" -> object(schema, value, place);
      case "array" -> {
        assertThat(value.isArray()).as(place).isTrue();
        for (JsonNode element : value) check(schema.path("items"), element, place + "[]");
      }
      case "string" -> assertThat(value.isString()).as(place).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(place).isTrue();
      case "integer" -> assertThat(integer(schema, value)).as(place).isTrue();
      case "number" -> assertThat(value.isNumber()).as(place).isTrue();
      default -> throw new AssertionError(place + " is of a type unknown here");
    }
  }

  private static boolean integer(JsonNode schema, JsonNode value) {
    return schema.path("format").stringValue("").equals("int32")
        ? value.isIntegralNumber() && value.canConvertToInt()
        : value.isIntegralNumber() && value.canConvertToLong();
  }

  private void object(JsonNode schema, JsonNode value, String place) {
    assertThat(value.isObject()).as(place).isTrue();
    for (JsonNode name : schema.path("required"))
      assertThat(value.has(name.stringValue())).as(place + " has " + name).isTrue();
    JsonNode properties = schema.path("properties");
    boolean closed = schema.path("additionalProperties").toString().equals("false");
    for (String name : value.propertyNames()) {
      if (properties.has(name)) check(properties.path(name), value.path(name), place + "/" + name);
      else assertThat(closed).as(place + " has no " + name).isFalse();
    }
  }
}
