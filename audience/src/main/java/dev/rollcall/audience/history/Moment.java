package dev.rollcall.audience.history;

import java.time.Instant;

/** A point in the history of a list. */
public sealed interface Moment {
  /** Right after an operation. */
  record After(long operation) implements Moment {}

  /** A time; the operations accepted by then are done. */
  record At(Instant time) implements Moment {}
}
