package dev.rollcall.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
public interface Headers {
  /** The first value of a header, named in lower case; null when it is not there. */
  @Nullable String first(String lowerCaseName);

  /** Headers from a map, whose names may be of any case. */
  static Headers of(Map<String, String> values) {
    Map<String, String> byName = new TreeMap<>();
    values.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
    return byName::get;
  }
}
