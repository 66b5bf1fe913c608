package dev.rollcall.server.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that goes with another and can be moved forward, so that noon and midnight can be seen.
 */
public final class SandboxClock extends Clock {
  private final Clock clock;
  private volatile Duration ahead = Duration.ZERO;

  public SandboxClock(Clock clock) {
    this.clock = clock;
  }

  /** Moves to the time; false, and nothing changed, when that is not ahead. */
  public synchronized boolean advanceTo(Instant time) {
    Instant now = clock.instant();
    if (!time.isAfter(now.plus(ahead))) return false;
    ahead = Duration.between(now, time);
    return true;
  }

  @Override
  public Instant instant() {
    return clock.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  /** The same time told for another zone; it does not follow when this clock is moved. */
  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(clock.withZone(zone), ahead);
  }
}
