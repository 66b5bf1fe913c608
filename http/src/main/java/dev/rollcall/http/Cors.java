package dev.rollcall.http;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The origins whose pages may call the API from a browser. None by default: a browser then keeps
 * the answers from every page but the server's own.
 *
 * @param origins such as {@code https://console.example.com}; {@code *} for all, which gives nobody
 *     a token and so opens nothing by itself
 */
public record Cors(Set<String> origins) {
  public static final Cors NONE = new Cors(Set.of());

  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/\\s,*@]+");

  private static final String HEADERS_SENT =
      "authorization, content-type, content-encoding, idempotency-key, traceparent";
  private static final String HEADERS_SHOWN =
      "x-trace-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after,"
          + " deprecation, sunset, location, rollcall-operation, idempotency-replayed";

  /** Seconds a browser may go by what a preflight said. */
  private static final String MAX_AGE_SECONDS = "600";

  public Cors {
    origins = Set.copyOf(origins);
    for (String origin : origins)
      if (!isOrigin(origin)) throw new IllegalArgumentException(origin + " is no origin");
  }

  /** Whether a text is one that a browser sends as its origin, or {@code *}. */
  public static boolean isOrigin(String text) {
    return ORIGIN.matcher(text).matches();
  }

  /** Adds what a browser looks for in the answer to a page of another origin. */
  void tell(Request request, Map<String, String> headers) {
    if (origins.isEmpty()) return;
    headers.put("vary", "origin");
    @Nullable String origin = request.headers().first("origin");
    if (origin == null || !(origins.contains("*") || origins.contains(origin))) return;
    headers.put("access-control-allow-origin", origin);
    headers.put("access-control-expose-headers", HEADERS_SHOWN);
    if (!request.method().equals("OPTIONS")) return;
    @Nullable String allowed = headers.get("allow");
    if (allowed == null || request.headers().first("access-control-request-method") == null) return;
    headers.put("access-control-allow-methods", allowed);
    headers.put("access-control-allow-headers", HEADERS_SENT);
    headers.put("access-control-max-age", MAX_AGE_SECONDS);
  }
}
