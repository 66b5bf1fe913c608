package dev.rollcall.http;

import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the route of a path: a tree of the templates' segments, a literal before a parameter. */
final class Router {
  private final Node root = new Node();

  Router(List<Route> routes) {
    for (Route route : routes) {
      Node node = root;
      for (String segment : segments(route.template())) node = node.child(segment);
      if (node.routes.put(route.method(), route) != null) {
        throw new IllegalArgumentException("two routes are " + route);
      }
    }
  }

  /**
   * What a path leads to.
   *
   * @param routes by method, at least one
   * @param parameters of the path, decoded, in the order of the template
   */
  record Match(Map<Method, Route> routes, Map<String, String> parameters) {
    /** The route of a method, as a request names it; null when this path does not answer to it. */
    @Nullable Route route(String method) {
      for (Route route : routes.values()) {
        if (route.method().name().equals(method)) return route;
      }
      return null;
    }

    /** The methods that work on this path. */
    String allow() {
      String methods = routes.keySet().stream().map(Method::name).collect(Collectors.joining(", "));
      return (routes.containsKey(Method.GET) ? "HEAD, " : "") + methods + ", OPTIONS";
    }
  }

  /**
   * Follows a path.
   *
   * @throws Refusal {@code route-not-found}, {@code version-unknown} or {@code version-retired}
   */
  Match match(String path) {
    String[] segments = segments(path);
    Map<String, String> parameters = new LinkedHashMap<>();
    Node node = root;
    for (String segment : segments) {
      Node next = node.literals.get(segment);
      if (next == null && node.parameter != null && !segment.isEmpty()) {
        parameters.put(node.parameterName, decoded(segment));
        next = node.parameter;
      }
      if (next == null) throw notFound(segments);
      node = next;
    }
    if (node.routes.isEmpty()) throw notFound(segments);
    Map<Method, Route> routes = node.routes;
    String version = parameters.get("version");
    if (version != null) routes = served(routes, version);
    if (routes.isEmpty()) throw notFound(segments);
    return new Match(routes, parameters);
  }

  private static String decoded(String segment) {
    return segment.indexOf('%') < 0 ? segment : Query.decode(segment.replace("+", "%2B"));
  }

  private static Map<Method, Route> served(Map<Method, Route> routes, String version) {
    Version asked = Version.parse(version).orElseThrow(() -> noVersion(version));
    Map<Method, Route> served = new EnumMap<>(Method.class);
    routes.forEach((method, route) -> {
      if (route.versions().contains(asked)) served.put(method, route);
    });
    return served;
  }

  private static Refusal noVersion(String name) {
    Problem problem =
        Version.retired(name)
            ? ProblemCode.VERSION_RETIRED.because(
                "This version is no longer served; the oldest is " + Version.V2026_01.wireName())
            : ProblemCode.VERSION_UNKNOWN.because("The versions are " + versions());
    return new Refusal(problem);
  }

  private static String versions() {
    return Arrays.stream(Version.values()).map(Version::wireName).collect(Collectors.joining(", "));
  }

  /**
   * A path under no version, or under one that is not served, is refused for that rather than for
   * the rest of it.
   */
  private Refusal notFound(String[] segments) {
    boolean versioned =
        segments.length > 1
            && segments[1].startsWith("retail")
            && !root.literals.containsKey(segments[0]);
    if (versioned && Version.parse(segments[0]).isEmpty()) return noVersion(segments[0]);
    return new Refusal(ProblemCode.ROUTE_NOT_FOUND.because("Nothing is served at this path"));
  }

  private static String[] segments(String path) {
    return (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
  }

  /** One place in the tree. */
  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<Method, Route> routes = new EnumMap<>(Method.class);
    @Nullable Node parameter;
    String parameterName = "";

    Node child(String segment) {
      if (!segment.startsWith("{")) return literals.computeIfAbsent(segment, s -> new Node());
      String name = segment.substring(1, segment.length() - 1);
      if (parameter == null) {
        parameter = new Node();
        parameterName = name;
      }
      if (!name.equals(parameterName)) {
        throw new IllegalArgumentException(
            segment + " stands where another template has {" + parameterName + "}");
      }
      return parameter;
    }
  }
}
