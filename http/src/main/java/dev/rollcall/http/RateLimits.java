package dev.rollcall.http;

import dev.rollcall.audience.Application;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts each application's requests by the minute of the clock. */
public final class RateLimits {
  /** Requests a minute for an application that has no limit of its own. */
  public static final int USUAL_PER_MINUTE = 250;

  private static final int SECONDS = 60;

  private final Map<Long, Window> windows = new ConcurrentHashMap<>();
  private final int perMinute;
  private final Clock clock;

  /**
   * @param perMinute requests a minute for an application that has no limit of its own
   */
  public RateLimits(int perMinute, Clock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /**
   * Where an application stands.
   *
   * @param exceeded whether this request was one too many
   * @param resetAt Unix seconds at which the count starts again
   * @param retryAfter seconds until then, at least 1
   */
  record Standing(boolean exceeded, int limit, int remaining, long resetAt, long retryAfter) {
    void tell(Map<String, String> headers) {
      headers.put("x-ratelimit-limit", Integer.toString(limit));
      headers.put("x-ratelimit-remaining", Integer.toString(remaining));
      headers.put("x-ratelimit-reset", Long.toString(resetAt));
    }
  }

  /**
   * Counts a request, unless it is one of those that do not count, and tells where the application
   * stands.
   */
  Standing count(Application application, boolean counted) {
    int limit = application.requestsPerMinute().orElse(perMinute);
    long now = Math.floorDiv(clock.millis(), 1000L);
    long minute = Math.floorDiv(now, SECONDS);
    Window window =
        counted
            ? windows.merge(
                application.id(), new Window(minute, 1), (old, one) -> old.in(minute).plus(limit))
            : windows.getOrDefault(application.id(), Window.NEVER).in(minute);
    long resetAt = (minute + 1) * SECONDS;
    return new Standing(
        counted && window.requests > limit,
        limit,
        Math.max(0, limit - window.requests),
        resetAt,
        Math.max(1, resetAt - now));
  }

  /**
   * What was asked in one minute.
   *
   * @param requests goes one beyond the limit and stays there
   */
  private record Window(long minute, int requests) {
    static final Window NEVER = new Window(Long.MIN_VALUE, 0);

    Window in(long now) {
      return minute == now ? this : new Window(now, 0);
    }

    Window plus(int limit) {
      return new Window(minute, (int) Math.min(requests + 1L, limit + 1L));
    }
  }
}
