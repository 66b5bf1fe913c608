package dev.rollcall.compute.webhook;

import java.time.Duration;

/** When a message that was not taken is sent again, and when it is given up. */
public final class Backoff {
  /** Times a message is sent, at most: over some two and a half days. */
  public static final int ATTEMPTS = 12;

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final double JITTER = 0.2;

  private Backoff() {}

  /**
   * The wait after some attempts: four times the one before up to twelve hours, a fifth more or
   * less so that messages that failed together do not come together again.
   *
   * @param chance from 0 to 1
   */
  static Duration after(int attempts, double chance) {
    double doubled = FIRST.toMillis() * Math.pow(4, attempts - 1);
    double wait = Math.min(doubled, (double) LONGEST.toMillis());
    return Duration.ofMillis(Math.round(wait * (1 - JITTER + 2 * JITTER * chance)));
  }
}
