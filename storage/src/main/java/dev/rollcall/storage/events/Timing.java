package dev.rollcall.storage.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** How often something was done, and how long it took in all, also when it failed. */
public final class Timing {
  private final Clock clock;
  private final LongAdder times = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  Timing(Clock clock) {
    this.clock = clock;
  }

  /** Something that may fail. */
  interface Work<T, E extends Exception> {
    T done() throws E;
  }

  <T, E extends Exception> T of(Work<T, E> work) throws E {
    Instant from = clock.instant();
    try {
      return work.done();
    } finally {
      nanos.add(Math.max(0, Duration.between(from, clock.instant()).toNanos()));
      times.increment();
    }
  }

  public long times() {
    return times.sum();
  }

  public long nanos() {
    return nanos.sum();
  }
}
