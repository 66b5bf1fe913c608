package dev.rollcall.compute;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The durable record of computations. */
public interface ComputationHistory {
  /** Adds the computation, or replaces the one with its id. */
  void put(Computation computation);

  /**
   * Adds the computation and keeps the answer to whoever asked for it: both are durable when this
   * returns, or neither.
   */
  void put(Computation computation, KeptAnswer answer);

  /**
   * A snapshot that was published by hand.
   *
   * @param number the how-manieth publication by hand it was; 0 before the first
   */
  record Publication(long number, long snapshotId) {
    static final Publication NONE = new Publication(0, 0);
  }

  /**
   * Says that a snapshot is published by hand, and keeps the answer to whoever asked for it, if one
   * is to be kept: all is durable when this returns, or nothing.
   */
  void publish(Publication latest, Optional<KeptAnswer> answer);

  /** The latest publication by hand. */
  Publication published();

  Optional<Computation> find(long id);

  /** Computations, newest id first. */
  Page<Computation> list(int offset, int limit);

  /** Computations with ids above one, oldest first. */
  List<Computation> after(long id, int limit);

  /** When the latest scheduled computation that succeeded was due. */
  Optional<Instant> lastScheduled();

  /** Forgets all but the newest {@code count} finished computations started by changes. */
  void retainChanges(int count);

  /**
   * When the deployment first started, which no slot before can have been missed by: the time given
   * in the first call ever, whatever is given later.
   */
  Instant firstStart(Instant now);
}
