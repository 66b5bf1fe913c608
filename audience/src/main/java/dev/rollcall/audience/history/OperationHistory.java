package dev.rollcall.audience.history;

import dev.rollcall.audience.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The durable record of operations: what the log says, without the identifiers, by list. */
public interface OperationHistory {
  /** Operations that {@link #newestFirst} reads at once. */
  int VISITED_AT_ONCE = 500;

  /** The newest operation there is, 0 when there is none. Every record up to it has its own. */
  long position();

  /**
   * Adds the next operations in order: all of them or none. Those there are already stay as they
   * are, as it may not be known whether an attempt before had come through.
   */
  void append(List<Operation> operations);

  Optional<Operation> find(long id);

  /** Operations with ids above one, oldest first, whatever they are on. */
  List<Operation> after(long id, int limit);

  /**
   * The operations on a list from a moment on, newest first.
   *
   * @param since those accepted before are left out
   */
  Page<Operation> list(long segmentId, Instant since, int offset, int limit);

  /** The operations on a list up to this one, newest first, as many as asked for. */
  List<Operation> upTo(long segmentId, long id, int limit);

  /** What is done with each operation; going on as long as it gives true. */
  interface Visit {
    boolean go(Operation operation);
  }

  /** Visits the operations on a list from this one back, newest first, a page at a time. */
  default void newestFirst(long segmentId, long id, Visit visit) {
    long next = id;
    while (next > 0) {
      List<Operation> page = upTo(segmentId, next, VISITED_AT_ONCE);
      for (Operation operation : page) if (!visit.go(operation)) return;
      next = page.size() < VISITED_AT_ONCE ? 0 : page.getLast().id() - 1;
    }
  }

  /** The newest operation of a request that an application gave this key. */
  Optional<Operation> keyed(long applicationId, long keyHi, long keyLo);

  /**
   * Forgets keys of operations accepted before then, the oldest first; returns how many, at most
   * the limit.
   */
  int forgetKeys(Instant before, int limit);

  /** The last operation on a list that was accepted by then, or empty when none was. */
  OptionalLong lastAt(long segmentId, Instant moment);
}
