package dev.rollcall.audience;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Answers in the catalog, kept for requests that are sent again. */
public interface AnswerTable {
  /** Keeps an answer in the place of any other under the application's key. */
  void put(KeptAnswer answer);

  /** Keeps an answer that comes late, unless it is there, or one given after it. */
  default void restore(KeptAnswer answer) {
    RetryKey key = answer.retry();
    Instant at = answer.at().truncatedTo(ChronoUnit.MICROS); // as SQL has it
    if (find(answer.applicationId(), key.keyHi(), key.keyLo())
        .filter(there -> !there.at().isBefore(at))
        .isEmpty()) put(answer);
  }

  /** The answer under an application's key, given as the first two longs of a {@link RetryKey}. */
  Optional<KeptAnswer> find(long applicationId, long keyHi, long keyLo);

  /**
   * Lets go of answers given before then, the oldest first; returns how many, at most the limit.
   */
  int deleteBefore(Instant moment, int limit);
}
