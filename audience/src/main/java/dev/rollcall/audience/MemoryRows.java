package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Rows by id, which a draft shares with the rows it was made from until it changes one. */
final class MemoryRows<T> {
  private SortedMap<Long, T> rows;
  private boolean shared = true;
  private boolean frozen;

  private MemoryRows(SortedMap<Long, T> rows) {
    this.rows = rows;
  }

  static <T> MemoryRows<T> empty() {
    return new MemoryRows<>(new TreeMap<>());
  }

  MemoryRows<T> draft() {
    return new MemoryRows<>(rows);
  }

  /** From now on nothing can be changed here. */
  void freeze() {
    frozen = true;
  }

  void put(long id, T row) {
    own().put(id, row);
  }

  /** Puts the row, unless a row of another id clashes with it; whether it did. */
  boolean put(long id, T row, Predicate<T> clashes) {
    if (rows.entrySet().stream()
        .anyMatch(other -> other.getKey() != id && clashes.test(other.getValue()))) return false;
    put(id, row);
    return true;
  }

  void remove(long id) {
    own().remove(id);
  }

  /** Refuses what only a write may do. */
  void requireWrite() {
    if (frozen) throw new IllegalStateException("these tables are only to be read");
  }

  private SortedMap<Long, T> own() {
    requireWrite();
    if (shared) rows = new TreeMap<>(rows);
    shared = false;
    return rows;
  }

  boolean holds(long id) {
    return rows.containsKey(id);
  }

  Optional<T> find(long id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** All rows, by ascending id. */
  Stream<T> all() {
    return rows.values().stream();
  }

  List<T> list(Predicate<T> wanted) {
    return all().filter(wanted).toList();
  }

  Page<T> page(Predicate<T> wanted, int offset, int limit) {
    List<T> found = list(wanted);
    return new Page<>(found.stream().skip(offset).limit(limit).toList(), found.size());
  }
}
