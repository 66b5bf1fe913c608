package dev.rollcall.http.openapi;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Route;
import dev.rollcall.http.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The OpenAPI document of the server: parts written by hand, by noun, put together with what the
 * code knows better, which is the routes, what each demands of its caller, and the problem codes.
 *
 * <p>A route that the parts do not describe is an error; a described operation without a route,
 * such as the sandbox's, is left out.
 */
public final class Specification {
  private static final List<String> PARTS =
      List.of(
          "frame",
          "sign-in",
          "segments",
          "contact-lists",
          "history",
          "sharing",
          "webhooks",
          "audiences",
          "explanations",
          "sizes",
          "targeting",
          "impressions",
          "retailers",
          "computations",
          "operating");

  private static final YAMLMapper MAPPER = new YAMLMapper();

  private Specification() {}

  /** The document of one version: its own operations, and those that have none. */
  public static ObjectNode of(Version version, List<Route> routes) {
    ObjectNode document = parts();
    ObjectNode described = (ObjectNode) document.remove("paths");
    ((ObjectNode) document.path("info")).put("version", version.wireName());
    ArrayNode versions = document.putArray("x-versions");
    for (Version each : Version.values()) versions.add(each.wireName());
    codes(((ObjectNode) document.at("/components/schemas")).putObject("ProblemCode"));
    JsonNode schemas = document.at("/components/schemas");
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      if (!route.versions().isEmpty() && !route.versions().contains(version)) continue;
      JsonNode operation = described.at(pointer(route));
      if (!operation.isObject()) throw new IllegalStateException(route + " is not described");
      String path = route.template().replace("{version}", version.wireName());
      paths
          .withObjectProperty(path)
          .set(
              name(route),
              new Operation(route, (ObjectNode) operation.deepCopy(), schemas).complete());
    }
    return document;
  }

  /** Every operation that the parts describe, as {@link Route#toString} writes it. */
  public static List<String> described() {
    return parts()
        .path("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue().propertyNames().stream()
                .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .toList();
  }

  private static String pointer(Route route) {
    return "/" + route.template().replace("/", "~1") + "/" + name(route);
  }

  private static String name(Route route) {
    return route.method().name().toLowerCase(Locale.ROOT);
  }

  private static void codes(ObjectNode schema) {
    schema.put("type", "string");
    ArrayNode names = schema.putArray("enum");
    ObjectNode about = schema.putObject("x-codes");
    Arrays.stream(ProblemCode.values())
        .forEach(code -> {
          names.add(code.code());
          about
              .putObject(code.code())
              .put("status", code.status())
              .put("type", code.type().wireName())
              .put("title", code.title());
        });
  }

  private static ObjectNode parts() {
    ObjectNode whole = MAPPER.createObjectNode();
    for (String part : PARTS) merge(whole, read(part));
    return whole;
  }

  private static void merge(ObjectNode into, ObjectNode part) {
    part.properties()
        .forEach(member -> {
          if (into.get(member.getKey()) instanceof ObjectNode there) {
            merge(there, (ObjectNode) member.getValue());
          } else {
            into.set(member.getKey(), member.getValue());
          }
        });
  }

  private static ObjectNode read(String part) {
    try (InputStream in = Specification.class.getResourceAsStream(part + ".yaml")) {
      return (ObjectNode) MAPPER.readTree(Objects.requireNonNull(in, part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
