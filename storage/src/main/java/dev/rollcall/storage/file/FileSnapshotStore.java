package dev.rollcall.storage.file;

import dev.rollcall.compute.RetailerResult;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as files: a manifest each, {@code <id>.json}; the sets they name, under {@code sets};
 * and {@code published}, which holds the id of the published one and, once one was published by
 * hand, the how-manieth by hand that was.
 */
public final class FileSnapshotStore implements SnapshotStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileSnapshotStore.class);
  private static final String ENDING = ".json";

  private final Path folder;
  private final SetFiles sets;
  private final NavigableMap<Long, Known> known = new ConcurrentSkipListMap<>();
  private final Map<String, SoftReference<Members>> recent = new ConcurrentHashMap<>();

  /** Sets put or found since the last save: the next snapshot may name them. */
  private final Set<String> unsaved = ConcurrentHashMap.newKeySet();

  /** Held for reading while sets are put or found there, for writing while any may go. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile Optional<Snapshot> published = Optional.empty();
  private volatile long byHand;

  /** What was kept last: to be published, which comes next, it need not be read again. */
  private volatile Optional<Snapshot> saved = Optional.empty();

  /**
   * A snapshot that is kept, and the sets it names: to forget others no manifest needs to be read.
   */
  private record Known(Summary summary, Set<String> contentIds) {}

  private FileSnapshotStore(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.sets = new SetFiles(folder.resolve("sets"));
    published = readPublished();
    published.ifPresent(this::note);
    List<Path> others;
    try (Stream<Path> all = Files.list(folder)) {
      others =
          all.filter(path -> path.toString().endsWith(ENDING))
              .filter(file -> published.filter(p -> file.equals(manifest(p.id()))).isEmpty())
              .toList();
    }
    others.parallelStream().forEach(this::noteIfReadable);
  }

  private void noteIfReadable(Path file) {
    try {
      noteWhole(ManifestFile.read(file, Snapshot.class));
    } catch (IOException | RuntimeException e) {
      LOG.warn("snapshot {} cannot be read and is left out: {}", file, e.toString());
    }
  }

  /**
   * Opens the snapshots of a folder, which is made when there is none. Damaged manifests are left
   * out with a line in the log.
   *
   * @throws IllegalStateException naming the file when the published snapshot cannot be told
   */
  public static FileSnapshotStore open(Path folder) {
    try {
      return new FileSnapshotStore(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the snapshots in " + folder + " cannot be opened", e);
    }
  }

  private Optional<Snapshot> readPublished() throws IOException {
    Path pointer = pointer();
    String[] parts;
    try {
      parts = Files.readString(pointer).strip().split(" ");
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      byHand = parts.length == 1 ? 0 : Long.parseLong(parts[1]);
      return Optional.of(ManifestFile.read(manifest(Long.parseLong(parts[0])), Snapshot.class));
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          pointer + " names no snapshot that can be read; without it none is published", e);
    }
  }

  private Path pointer() {
    return folder.resolve("published");
  }

  private Path manifest(long snapshotId) {
    return folder.resolve(snapshotId + ENDING);
  }

  /** Notes a snapshot, unless the machine stopped before all its sets were durable. */
  private void noteWhole(Snapshot snapshot) {
    if (contentIds(snapshot).stream().allMatch(sets::holds)) {
      note(snapshot);
    } else {
      LOG.warn("snapshot {} lacks sets and is left out", manifest(snapshot.id()));
    }
  }

  private void note(Snapshot snapshot) {
    int audiences = snapshot.retailers().stream().mapToInt(r -> r.audiences().size()).sum();
    Summary summary =
        new Summary(
            snapshot.id(), snapshot.computationId(), snapshot.createdAt(), audiences, false);
    known.put(snapshot.id(), new Known(summary, contentIds(snapshot)));
  }

  @Override
  public boolean holds(String contentId) {
    lock.readLock().lock();
    try {
      boolean held = sets.holds(contentId);
      if (held) {
        unsaved.add(contentId);
      }
      return held;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void put(String contentId, CanonicalSet set) {
    lock.readLock().lock();
    try {
      unsaved.add(contentId);
      sets.put(contentId, set);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public ByteBuffer bytes(String contentId) {
    return ByteBuffer.wrap(sets.bytes(contentId));
  }

  @Override
  public Members members(String contentId) {
    SoftReference<Members> read = recent.get(contentId);
    Members members = read == null ? null : read.get();
    if (members == null) {
      members = sets.read(contentId);
      recent.put(contentId, new SoftReference<>(members));
    }
    return members;
  }

  @Override
  public void save(Snapshot snapshot) {
    changing(() -> {
      sets.force();
      keep(snapshot);
    });
  }

  @Override
  public void saveAhead(Snapshot snapshot) {
    changing(() -> keep(snapshot));
  }

  private void keep(Snapshot snapshot) throws IOException {
    for (String contentId : contentIds(snapshot)) {
      if (!sets.holds(contentId)) {
        throw new IllegalStateException("set " + contentId + " was not put");
      }
    }
    ManifestFile.write(manifest(snapshot.id()), snapshot);
    DurableFiles.forceFolder(folder);
    note(snapshot);
    saved = Optional.of(snapshot);
    unsaved.clear();
  }

  @Override
  public boolean publish(long snapshotId) {
    changing(() -> point(snapshotId, byHand));
    return known.containsKey(snapshotId);
  }

  @Override
  public boolean publish(long snapshotId, long number) {
    changing(() -> {
      if (number > byHand) {
        point(snapshotId, number);
      }
    });
    return known.containsKey(snapshotId);
  }

  private void point(long snapshotId, long number) throws IOException {
    Optional<Snapshot> snapshot = find(snapshotId);
    if (snapshot.isPresent()) {
      String text = number == 0 ? snapshotId + "\n" : snapshotId + " " + number + "\n";
      DurableFiles.write(pointer(), text.getBytes(StandardCharsets.UTF_8));
      DurableFiles.forceFolder(folder);
      published = snapshot;
      byHand = number;
    }
  }

  @Override
  public long publishedByHand() {
    return byHand;
  }

  @Override
  public Optional<Snapshot> published() {
    return published;
  }

  @Override
  public Optional<Snapshot> find(long snapshotId) {
    if (!known.containsKey(snapshotId)) {
      return Optional.empty();
    }
    return Stream.of(published, saved)
        .flatMap(Optional::stream)
        .filter(snapshot -> snapshot.id() == snapshotId)
        .findFirst()
        .or(() -> read(snapshotId));
  }

  private Optional<Snapshot> read(long snapshotId) {
    try {
      return Optional.of(ManifestFile.read(manifest(snapshotId), Snapshot.class));
    } catch (NoSuchFileException e) {
      if (!known.containsKey(snapshotId)) {
        return Optional.empty(); // forgotten just now
      }
      throw new IllegalStateException("snapshot " + manifest(snapshotId) + " is missing", e);
    } catch (IOException e) {
      throw new IllegalStateException("snapshot " + manifest(snapshotId) + " cannot be read", e);
    }
  }

  @Override
  public List<Summary> list() {
    @Nullable Long current = published.map(Snapshot::id).orElse(null);
    return known.descendingMap().values().stream()
        .map(Known::summary)
        .map(s ->
            new Summary(
                s.id(),
                s.computationId(),
                s.createdAt(),
                s.audiences(),
                Long.valueOf(s.id()).equals(current)))
        .toList();
  }

  @Override
  public void retain(Set<Long> snapshotIds) {
    changing(() -> {
      Set<String> named = new HashSet<>(unsaved);
      Set<Long> forgotten = new HashSet<>();
      long current = published.map(Snapshot::id).orElse(-1L);
      known.forEach((id, snapshot) -> {
        if (snapshotIds.contains(id) || id == current) {
          named.addAll(snapshot.contentIds());
        } else {
          forgotten.add(id);
        }
      });
      for (long id : forgotten) {
        known.remove(id);
        Files.delete(manifest(id));
      }
      DurableFiles.forceFolder(folder);
      sets.retain(named);
      recent.keySet().retainAll(named);
    });
  }

  private static Set<String> contentIds(Snapshot snapshot) {
    Set<String> contentIds = new HashSet<>();
    for (RetailerResult retailer : snapshot.retailers()) {
      retailer.segments().forEach(segment -> contentIds.add(segment.contentId()));
      retailer.audiences().forEach(audience -> contentIds.add(audience.contentId()));
    }
    return contentIds;
  }

  /** Waits until every set that was put is durable. */
  @Override
  public void close() {
    changing(sets::force);
  }

  private interface Change {
    void make() throws IOException;
  }

  private void changing(Change change) {
    lock.writeLock().lock();
    try {
      change.make();
    } catch (IOException e) {
      throw new UncheckedIOException("the snapshots in " + folder + " cannot be changed", e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
