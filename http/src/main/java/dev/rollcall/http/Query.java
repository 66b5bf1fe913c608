package dev.rollcall.http;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names and values, percent-encoded as in a query or a form. */
public final class Query {
  private static final Query EMPTY = new Query(Map.of());

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Reads {@code a=1&b=2}.
   *
   * @throws Refusal {@code invalid-value} when an escape is broken
   */
  public static Query parse(String encoded) {
    if (encoded.isEmpty()) return EMPTY;
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!name.isEmpty()) values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return new Query(values);
  }

  static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ProblemCode.INVALID_VALUE.because("A percent-encoding is broken"));
    }
  }

  public Optional<String> first(String name) {
    return Optional.ofNullable(values.get(name)).map(List::getFirst);
  }

  /**
   * Whether the query says {@code name=true}, or names it at all.
   *
   * @throws Refusal {@code invalid-value} when it is neither true nor false
   */
  public boolean flag(String name) {
    return switch (first(name).orElse("false")) {
      case "true", "" -> true;
      case "false" -> false;
      default ->
          throw new Refusal(
              ProblemCode.INVALID_VALUE.at("@" + name, name + " must be true or false"));
    };
  }

  /** The ids given, repeated or separated by commas; empty when the name is not there. */
  public Optional<Set<Long>> ids(String name) {
    return Optional.ofNullable(values.get(name))
        .map(given -> {
          Set<Long> ids = new LinkedHashSet<>();
          for (String value : given) {
            for (String id : value.split(",", -1)) ids.add(JsonValue.parseId(id.strip()));
          }
          return ids;
        });
  }

  /**
   * A whole number that says which page is wanted.
   *
   * @throws Refusal {@code invalid-paging} when it is no number, or out of bounds
   */
  public int paging(String name, int byDefault, int min, int max) {
    Optional<String> given = first(name);
    if (given.isEmpty()) return byDefault;
    try {
      int value = Integer.parseInt(given.get().strip());
      if (value >= min && value <= max) return value;
    } catch (NumberFormatException e) {
      // Refused below, like a number out of bounds.
    }
    String upTo = max == Integer.MAX_VALUE ? " or more" : " to " + max;
    throw new Refusal(
        ProblemCode.INVALID_PAGING.at("@" + name, name + " must be a whole number, " + min + upTo));
  }

  /** The names alone. */
  @Override
  public String toString() {
    return "Query" + values.keySet();
  }
}
