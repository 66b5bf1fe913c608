package dev.rollcall.compute;

import java.time.Duration;

/**
 * When runs started by changes may begin: soon, so that sizes are fresh, but with a pause after
 * each that keeps them to a third of the time. Instants are nanoseconds of some clock that never
 * jumps.
 */
final class ChangePace {
  /**
   * Changes that come one after the other, as from a client that sends a long list, share a run.
   */
  private static final long GATHER = Duration.ofMillis(50).toNanos();

  private static final long AFTER_FAILURE = Duration.ofSeconds(10).toNanos();

  private long notBefore;

  ChangePace(long now) {
    notBefore = now;
  }

  /** When to run for a change that is heard of now. */
  long due(long now) {
    return now + Math.max(GATHER, notBefore - now);
  }

  void succeeded(long began, long ended) {
    notBefore = ended + 2 * (ended - began);
  }

  void failed(long ended) {
    notBefore = ended + AFTER_FAILURE;
  }
}
