package dev.rollcall.http;

import dev.rollcall.audience.Application;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts requests by the minute of the clock: those of each application, and the refused sign-ins
 * of each address.
 */
public final class RateLimits {
  /** Requests a minute for an application that has no limit of its own. */
  public static final int USUAL_PER_MINUTE = 250;

  /**
   * Addresses counted apart in a minute, about 1 MB of them; further ones are counted together.
   * Nobody is locked out by that: what is refused either way is all that a count turns away.
   */
  static final int MAX_ADDRESSES = 10_000;

  private static final int SECONDS = 60;

  private final Map<Long, Window> windows = new ConcurrentHashMap<>();
  private final AtomicReference<Strangers> strangers =
      new AtomicReference<>(new Strangers(Long.MIN_VALUE));
  private final int perMinute;
  private final Clock clock;

  /**
   * Starts with nothing counted.
   *
   * @param perMinute requests a minute for an application that has no limit of its own, and refused
   *     sign-ins for an address
   */
  public RateLimits(int perMinute, Clock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /**
   * Where an application or an address stands.
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
    long now = now();
    long minute = Math.floorDiv(now, SECONDS);
    Window window =
        counted
            ? windows.merge(
                application.id(), new Window(minute, 1), (old, one) -> old.in(minute).plus(limit))
            : windows.getOrDefault(application.id(), Window.NEVER).in(minute);
    return standing(counted, window, limit, now);
  }

  /** Counts a refused sign-in, when it was one, and tells where the address stands. */
  Standing stranger(InetAddress address, boolean refused) {
    long now = now();
    long minute = Math.floorDiv(now, SECONDS);
    Strangers known =
        strangers.updateAndGet(old -> old.minute == minute ? old : new Strangers(minute));
    return standing(refused, known.count(address, refused, perMinute), perMinute, now);
  }

  /** Where somebody stands of whom not even the address is told: nothing is counted. */
  Standing unknown() {
    return standing(false, Window.NEVER, perMinute, now());
  }

  private long now() {
    return Math.floorDiv(clock.millis(), 1000L);
  }

  private static Standing standing(boolean counted, Window window, int limit, long now) {
    long resetAt = (Math.floorDiv(now, SECONDS) + 1) * SECONDS;
    return new Standing(
        counted && window.requests > limit,
        limit,
        Math.max(0, limit - window.requests),
        resetAt,
        Math.max(1, resetAt - now));
  }

  /** The addresses of one minute, forgotten all at once when it is over. */
  private static final class Strangers {
    final long minute;

    /** By address; those there was no room for are under none. */
    final Map<Optional<InetAddress>, Window> windows = new ConcurrentHashMap<>();

    Strangers(long minute) {
      this.minute = minute;
    }

    Window count(InetAddress address, boolean counted, int limit) {
      Optional<InetAddress> own = Optional.of(address);
      boolean room = windows.size() < MAX_ADDRESSES || windows.containsKey(own);
      Optional<InetAddress> key = room ? own : Optional.empty();
      return counted
          ? windows.merge(key, new Window(minute, 1), (old, one) -> old.plus(limit))
          : windows.getOrDefault(key, new Window(minute, 0));
    }
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
