package dev.rollcall.compute;

import java.time.Duration;

/**
 * When runs started by changes may begin: soon, so that sizes are fresh, but with a pause after
 * each that keeps them to a third of the time; to half of it, where a longer pause would let sizes
 * grow older than {@link #FRESH}. Instants are nanoseconds of some clock that never jumps.
 */
final class ChangePace {
  /**
   * Changes that come one after the other, as from a client that sends a long list, share a run.
   */
  private static final long GATHER = Duration.ofMillis(50).toNanos();

  /**
   * How old sizes may be: a change just missed by one run is published at the end of the next, so
   * its age is two runs and the pause between them.
   */
  private static final long FRESH = Duration.ofMillis(900).toNanos();

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
    long took = ended - began;
    notBefore = ended + Math.clamp(FRESH - 2 * took, took, 2 * took);
  }

  void failed(long ended) {
    notBefore = ended + AFTER_FAILURE;
  }
}
