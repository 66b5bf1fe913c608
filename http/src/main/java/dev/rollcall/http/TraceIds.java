package dev.rollcall.http;

import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names each request with 32 lower-case hex digits: those of the caller's W3C {@code traceparent},
 * or new ones.
 */
public final class TraceIds {
  private static final Pattern TRACE_PARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  private final LongSupplier random;

  /**
   * @param random gives 64 random bits at a time, to many threads
   */
  public TraceIds(LongSupplier random) {
    this.random = random;
  }

  String of(Request request) {
    @Nullable String parent = request.headers().first("traceparent");
    if (parent != null) {
      Matcher matcher = TRACE_PARENT.matcher(parent.strip());
      if (matcher.matches()) return matcher.group(1);
    }
    return fresh();
  }

  /** A new id. */
  String fresh() {
    HexFormat hex = HexFormat.of();
    // An id of zeros means that there is none.
    return hex.toHexDigits(random.getAsLong()) + hex.toHexDigits(random.getAsLong() | 1);
  }
}
