package dev.rollcall.audience;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Impressions of a {@link MemoryCatalog}. */
final class MemoryImpressionTable implements ImpressionTable {
  /** An id without the day that it is remembered under. */
  private record Key(long accountId, long hi, long lo) {}

  private Map<Key, LocalDate> ids = Map.of();
  private Map<ImpressionCount, Long> counts = Map.of();
  private boolean shared = true;
  private boolean frozen;

  MemoryImpressionTable draft() {
    MemoryImpressionTable draft = new MemoryImpressionTable();
    draft.ids = ids;
    draft.counts = counts;
    return draft;
  }

  /** From now on nothing can be changed here. */
  void freeze() {
    frozen = true;
  }

  private void own() {
    if (frozen) throw new IllegalStateException("these tables are only to be read");
    if (!shared) return;
    ids = new HashMap<>(ids);
    counts = new HashMap<>(counts);
    shared = false;
  }

  @Override
  public boolean[] remember(List<Id> given) {
    own();
    boolean[] fresh = new boolean[given.size()];
    for (int i = 0; i < fresh.length; i++) {
      Id id = given.get(i);
      fresh[i] = ids.putIfAbsent(new Key(id.accountId(), id.hi(), id.lo()), id.day()) == null;
    }
    return fresh;
  }

  @Override
  public void forget(LocalDate before, int most) {
    own();
    List<Key> old =
        ids.entrySet().stream()
            .filter(id -> id.getValue().isBefore(before))
            .map(Map.Entry::getKey)
            .limit(most)
            .toList();
    old.forEach(ids::remove);
  }

  @Override
  public void add(Collection<ImpressionCount> more) {
    own();
    for (ImpressionCount count : more) counts.merge(key(count, 0), count.shown(), Long::sum);
  }

  private static ImpressionCount key(ImpressionCount count, long shown) {
    return new ImpressionCount(count.accountId(), count.by(), count.entityId(), count.day(), shown);
  }

  @Override
  public boolean served(ImpressionCount.By by, long entityId) {
    return counts.keySet().stream()
        .anyMatch(count -> count.by() == by && count.entityId() == entityId);
  }

  @Override
  public Page<ImpressionCount> list(
      long accountId,
      ImpressionCount.By by,
      Optional<Set<Long>> entityIds,
      LocalDate from,
      LocalDate to,
      int offset,
      int limit) {
    List<ImpressionCount> found =
        counts.entrySet().stream()
            .map(count -> key(count.getKey(), count.getValue()))
            .filter(count -> count.accountId() == accountId && count.by() == by)
            .filter(count -> entityIds.map(ids -> ids.contains(count.entityId())).orElse(true))
            .filter(count -> !count.day().isBefore(from) && !count.day().isAfter(to))
            .sorted(
                Comparator.comparing(ImpressionCount::day)
                    .thenComparingLong(ImpressionCount::entityId))
            .toList();
    return new Page<>(found.stream().skip(offset).limit(limit).toList(), found.size());
  }
}
