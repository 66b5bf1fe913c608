package dev.rollcall.audience;

import java.time.Instant;
import java.util.Optional;

/** Answers in the catalog, kept for requests that are sent again. */
public interface AnswerTable {
  /** Keeps an answer in the place of any other under the application's key. */
  void put(KeptAnswer answer);

  /** The answer under an application's key, given as the first two longs of a {@link RetryKey}. */
  Optional<KeptAnswer> find(long applicationId, long keyHi, long keyLo);

  /**
   * Lets go of answers given before then, the oldest first; returns how many, at most the limit.
   */
  int deleteBefore(Instant moment, int limit);
}
