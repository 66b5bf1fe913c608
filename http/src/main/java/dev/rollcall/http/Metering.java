package dev.rollcall.http;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times requests by method, template and status, and logs them; an id or a path never gets into
 * either.
 */
final class Metering {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rollcall.http.access");
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2)
  };

  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  Metering(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Key(String method, String template, int status) {}

  /** Nanoseconds of the registry's clock, to be given back to {@link #record}. */
  long start() {
    return clock().monotonicTime();
  }

  /**
   * Notes that a request was answered.
   *
   * @param template that of the route, {@code none} where no route was found
   */
  void record(long start, String method, String template, int status, String traceId) {
    long nanos = clock().monotonicTime() - start;
    timers
        .computeIfAbsent(new Key(method, template, status), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("method", method)
          .addKeyValue("route", template)
          .addKeyValue("status", status)
          .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
          .addKeyValue("trace", traceId)
          .log("answered");
    }
  }

  private Timer timer(Key key) {
    return Timer.builder("rollcall.http.requests")
        .description("Requests answered, by route template and status")
        .tag("method", key.method)
        .tag("route", key.template)
        .tag("status", Integer.toString(key.status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Clock clock() {
    return registry.config().clock();
  }
}
