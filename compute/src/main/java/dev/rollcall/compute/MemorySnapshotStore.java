package dev.rollcall.compute;

import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Snapshots that are forgotten with the process; for tests and tries. */
public final class MemorySnapshotStore implements SnapshotStore {
  private final Map<String, byte[]> sets = new ConcurrentHashMap<>();
  private final Set<String> unsaved = ConcurrentHashMap.newKeySet();
  private final NavigableMap<Long, Snapshot> snapshots = new ConcurrentSkipListMap<>();
  private volatile @Nullable Snapshot published;
  private long byHand;

  @Override
  public synchronized boolean holds(String contentId) {
    boolean held = sets.containsKey(contentId);
    if (held) {
      unsaved.add(contentId);
    }
    return held;
  }

  @Override
  public synchronized void put(String contentId, CanonicalSet set) {
    unsaved.add(contentId);
    sets.computeIfAbsent(contentId, id -> set.toBytes());
  }

  @Override
  public ByteBuffer bytes(String contentId) {
    byte[] bytes = sets.get(contentId);
    if (bytes == null) {
      throw new IllegalStateException("no set " + contentId);
    }
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Loses a set, as disks do. */
  void lose(String contentId) {
    sets.remove(contentId);
  }

  @Override
  public Members members(String contentId) {
    ByteBuffer bytes = bytes(contentId);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return Members.fromBytes(copy);
  }

  @Override
  public synchronized void save(Snapshot snapshot) {
    contentIds(snapshot)
        .filter(contentId -> !holds(contentId))
        .findFirst()
        .ifPresent(contentId -> {
          throw new IllegalStateException("no set " + contentId);
        });
    snapshots.put(snapshot.id(), snapshot);
    unsaved.clear();
  }

  @Override
  public void saveAhead(Snapshot snapshot) {
    save(snapshot);
  }

  @Override
  public synchronized boolean publish(long snapshotId) {
    Snapshot snapshot = snapshots.get(snapshotId);
    if (snapshot == null) {
      return false;
    }
    published = snapshot;
    return true;
  }

  @Override
  public synchronized boolean publish(long snapshotId, long number) {
    if (!snapshots.containsKey(snapshotId)) {
      return false;
    }
    if (number > byHand) {
      byHand = number;
      publish(snapshotId);
    }
    return true;
  }

  @Override
  public synchronized long publishedByHand() {
    return byHand;
  }

  @Override
  public Optional<Snapshot> published() {
    return Optional.ofNullable(published);
  }

  @Override
  public Optional<Snapshot> find(long snapshotId) {
    return Optional.ofNullable(snapshots.get(snapshotId));
  }

  @Override
  public List<Summary> list() {
    Optional<Long> current = published().map(Snapshot::id);
    return snapshots.descendingMap().values().stream()
        .map(snapshot ->
            new Summary(
                snapshot.id(),
                snapshot.computationId(),
                snapshot.createdAt(),
                snapshot.retailers().stream().mapToInt(r -> r.audiences().size()).sum(),
                current.filter(id -> id == snapshot.id()).isPresent()))
        .toList();
  }

  @Override
  public synchronized void retain(Set<Long> snapshotIds) {
    Optional<Long> current = published().map(Snapshot::id);
    snapshots
        .keySet()
        .removeIf(id -> !snapshotIds.contains(id) && !current.equals(Optional.of(id)));
    Set<String> named =
        snapshots.values().stream()
            .flatMap(MemorySnapshotStore::contentIds)
            .collect(Collectors.toCollection(HashSet::new));
    named.addAll(unsaved);
    sets.keySet().retainAll(named);
  }

  private static Stream<String> contentIds(Snapshot snapshot) {
    return snapshot.retailers().stream()
        .flatMap(retailer ->
            Stream.concat(
                retailer.segments().stream().map(SegmentResult::contentId),
                retailer.audiences().stream().map(AudienceResult::contentId)));
  }
}
