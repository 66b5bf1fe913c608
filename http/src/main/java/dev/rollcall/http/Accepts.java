package dev.rollcall.http;

import java.util.Set;

/**
 * What a route reads.
 *
 * @param mediaTypes in lower case, without parameters; none when the body is not looked at
 * @param maxBytes of the body, after inflation, at most
 */
public record Accepts(Set<String> mediaTypes, long maxBytes) {
  public static final String JSON = "application/json";

  /** Bytes of a body, after inflation, unless a route says otherwise. */
  public static final long USUAL_BYTES = 16L << 20;

  /** For routes that look at no body. */
  public static final Accepts NOTHING = new Accepts(Set.of(), USUAL_BYTES);

  public Accepts {
    mediaTypes = Set.copyOf(mediaTypes);
  }

  /** JSON for the methods that carry something. */
  static Accepts by(Method method) {
    return switch (method) {
      case GET, DELETE -> NOTHING;
      case POST, PUT, PATCH -> new Accepts(Set.of(JSON), USUAL_BYTES);
    };
  }
}
