package dev.rollcall.audience.history;

import dev.rollcall.audience.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The durable record of operations: what the log says, without the identifiers, by list. */
public interface OperationHistory {
  /** The newest operation there is, 0 when there is none. Every record up to it has its own. */
  long position();

  /**
   * Adds the next operations in order: all of them or none. Those there are already stay as they
   * are, as it may not be known whether an attempt before had come through.
   */
  void append(List<Operation> operations);

  Optional<Operation> find(long id);

  /**
   * The operations on a list from a moment on, newest first.
   *
   * @param since those accepted before are left out
   */
  Page<Operation> list(long segmentId, Instant since, int offset, int limit);

  /** The operations on a list up to this one, newest first, as many as asked for. */
  List<Operation> upTo(long segmentId, long id, int limit);

  /** The last operation on a list that was accepted by then, or empty when none was. */
  OptionalLong lastAt(long segmentId, Instant moment);
}
