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
