package dev.rollcall.audience.history;

import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far back history is told.
 *
 * @param kept the age up to which, or empty for all of it
 */
public record Retention(Clock clock, Optional<Duration> kept) {
  /** The earliest time of which history is told. */
  public Instant horizon() {
    return kept.map(clock.instant()::minus).orElse(Instant.EPOCH);
  }

  /** What is of this time, or a refusal when it is older than what is told. */
  public <T> Outcome<T> tell(Instant time, T value) {
    Instant horizon = horizon();
    return time.isBefore(horizon)
        ? Outcome.refused(
            ProblemCode.HISTORY_GONE.because("History is told from " + horizon + " on"))
        : Outcome.done(value);
  }
}
