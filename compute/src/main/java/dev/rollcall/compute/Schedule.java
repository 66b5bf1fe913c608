package dev.rollcall.compute;

import java.time.Duration;
import java.time.Instant;

/** The slots of scheduled computations: 00:00 and 12:00 UTC, every day. */
public final class Schedule {
  private static final long SLOT_SECONDS = Duration.ofHours(12).toSeconds();

  private Schedule() {}

  /** The latest slot that is not after the time. */
  public static Instant latest(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), SLOT_SECONDS) * SLOT_SECONDS);
  }

  /** The first slot after the time. */
  public static Instant next(Instant time) {
    return latest(time).plusSeconds(SLOT_SECONDS);
  }
}
