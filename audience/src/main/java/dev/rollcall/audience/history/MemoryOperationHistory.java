package dev.rollcall.audience.history;

import dev.rollcall.audience.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A history that is forgotten with the process; for tests and tries. */
public final class MemoryOperationHistory implements OperationHistory {
  private final NavigableMap<Long, Operation> operations = new TreeMap<>();

  @Override
  public synchronized long position() {
    return operations.isEmpty() ? 0 : operations.lastKey();
  }

  @Override
  public synchronized void append(List<Operation> more) {
    for (Operation operation : more) operations.putIfAbsent(operation.id(), operation);
  }

  @Override
  public synchronized Optional<Operation> find(long id) {
    return Optional.ofNullable(operations.get(id));
  }

  @Override
  public synchronized List<Operation> after(long id, int limit) {
    return operations.tailMap(id, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized Page<Operation> list(long segmentId, Instant since, int offset, int limit) {
    List<Operation> found =
        on(segmentId, Long.MAX_VALUE).filter(o -> !o.at().isBefore(since)).toList();
    return new Page<>(found.stream().skip(offset).limit(limit).toList(), found.size());
  }

  @Override
  public synchronized List<Operation> upTo(long segmentId, long id, int limit) {
    return on(segmentId, id).limit(limit).toList();
  }

  @Override
  public synchronized OptionalLong lastAt(long segmentId, Instant moment) {
    return on(segmentId, Long.MAX_VALUE)
        .filter(o -> !o.at().isAfter(moment))
        .mapToLong(Operation::id)
        .findFirst();
  }

  @Override
  public synchronized Optional<Operation> keyed(long applicationId, long keyHi, long keyLo) {
    return operations.descendingMap().values().stream()
        .filter(o -> o.applicationId() == applicationId)
        .filter(o -> o.retry() != null && o.retry().sameKey(keyHi, keyLo))
        .findFirst();
  }

  @Override
  public synchronized int forgetKeys(Instant before, int limit) {
    List<Operation> over =
        operations.values().stream()
            .filter(o -> o.retry() != null && o.at().isBefore(before))
            .sorted(Comparator.comparing(Operation::at))
            .limit(limit)
            .toList();
    over.forEach(o -> operations.put(o.id(), o.withoutKey()));
    return over.size();
  }

  private Stream<Operation> on(long segmentId, long id) {
    return operations.headMap(id, true).descendingMap().values().stream()
        .filter(o -> o.segmentId() == segmentId);
  }
}
