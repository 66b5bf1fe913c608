package dev.rollcall.bench.report;

import java.time.Duration;

/** Time that may be taken. What is bounded by it does fewer rounds, not smaller ones. */
public final class Budget {
  /** Fewer have no median to speak of. */
  private static final int LEAST_ROUNDS = 3;

  private final long end;

  private Budget(long end) {
    this.end = end;
  }

  public static Budget of(Duration duration) {
    return new Budget(System.nanoTime() + duration.toNanos());
  }

  /** A share of what is left, 0 to 1. */
  public Budget share(double share) {
    return of(Duration.ofNanos((long) (left().toNanos() * share)));
  }

  /** Never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** One thing that is measured several times. */
  @FunctionalInterface
  public interface Round {
    void run(int round) throws Exception;
  }

  /**
   * Runs a number of rounds, or as few as three, or one, when the share of the time, or all of it,
   * is over.
   */
  public void rounds(int most, double share, Round round) throws Exception {
    Budget own = share(share);
    for (int i = 0; i < most; i++) {
      round.run(i);
      if (left().isZero() || (own.left().isZero() && i + 1 >= LEAST_ROUNDS)) return;
    }
  }
}
