package dev.rollcall.storage.file;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Projection;
import dev.rollcall.storage.file.CheckpointManifest.PopulationEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the populations as files from time to time, so that opening them replays only the tail of
 * the log. The log is to be opened with this as its follower, and closed before this.
 *
 * <p>Each population is taken between two records, in the time it takes to note its tables; it is
 * written while the next records are applied. A checkpoint counts when its manifest has its name.
 * What is missing or damaged makes an older checkpoint count, or none.
 *
 * <p>Opening maps the newest checkpoint after checking its structure; all of its bytes are checked
 * when whoever opened it is ready. Until then nothing is written, so that damage goes no further.
 * Damage that is found takes the checkpoint out of use, for the next start to use an older one, and
 * is told at once to whoever opened this: what it serves may be wrong.
 */
public final class Checkpoints implements AmendmentLog.Follower, AutoCloseable {
  /** Identifiers that come before the next checkpoint is written, at least. */
  static final long IDENTIFIERS_BETWEEN = 10_000_000;

  /**
   * What comes between two checkpoints, at least, as a multiple of what came while one was written:
   * at full load they take no more than this part of a processor from those who bring it.
   */
  private static final int TIMES_MEANWHILE = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final String ENDING = ".json";
  private static final String DAMAGED = ".damaged";
  private static final int KEPT = 2;

  private final Path folder;
  private final long identifiersBetween;
  private final Projection projection;
  private final SetFiles sets;
  private final PopulationFiles files;
  private final Deque<CheckpointManifest> kept = new ArrayDeque<>();
  private final Populations populations;

  /** Held while a record is applied; fair, so that a checkpoint gets its turn. */
  private final ReentrantLock applying = new ReentrantLock(true);

  private final Runnable onDamage;
  private final FutureTask<Boolean> check;
  private boolean halfApplied;
  private volatile long writtenPosition;
  private final AtomicLong identifiers = new AtomicLong();
  private volatile long dueAt;
  private final AtomicBoolean due = new AtomicBoolean();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("checkpoint-writer").factory());

  private Checkpoints(
      Path folder, long identifiersBetween, Projection projection, Runnable onDamage)
      throws IOException {
    this.onDamage = onDamage;
    this.folder = Files.createDirectories(folder);
    this.identifiersBetween = identifiersBetween;
    this.dueAt = identifiersBetween;
    this.projection = projection;
    this.sets = new SetFiles(folder.resolve("sets"));
    this.files = new PopulationFiles(folder, sets);
    this.populations = restore();
    this.check = new FutureTask<>(this::check);
  }

  /** Opens the newest sound checkpoint of a folder, which is made when there is none. */
  public static Checkpoints open(Path folder) {
    return open(folder, IDENTIFIERS_BETWEEN, Projection.NONE, () -> {});
  }

  /**
   * Opens the newest sound checkpoint of a folder, which is made when there is none.
   *
   * @param identifiersBetween identifiers that come before the next checkpoint is written
   * @param projection what no checkpoint is ahead of; one that is does not count
   * @param onDamage run when the checkpoint turns out to be damaged although it could be opened:
   *     the process is to end, and may do so at once
   */
  public static Checkpoints open(
      Path folder, long identifiersBetween, Projection projection, Runnable onDamage) {
    try {
      return new Checkpoints(folder, identifiersBetween, projection, onDamage);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoints in " + folder + " cannot be opened", e);
    }
  }

  private Populations restore() throws IOException {
    List<Path> manifests;
    try (Stream<Path> all = Files.list(folder)) {
      manifests =
          all.filter(file -> file.toString().endsWith(ENDING))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path file : manifests) {
      try {
        CheckpointManifest manifest = ManifestFile.read(file, CheckpointManifest.class);
        List<Population> restored = new ArrayList<>();
        for (PopulationEntry entry : manifest.populations()) {
          restored.add(files.read(entry));
        }
        if (manifest.furthest() > projection.position()) {
          LOG.warn("checkpoint {} is ahead of the history, which is made up for", file);
          continue;
        }
        kept.add(manifest);
        writtenPosition = manifest.position();
        return new Populations(FileDictionary::new, restored, manifest.position());
      } catch (IOException | RuntimeException | InternalError e) {
        LOG.warn("checkpoint {} cannot be used, an older one will do: {}", file, e.toString());
      }
    }
    return new Populations(FileDictionary::new, List.of(), 0);
  }

  /** Reads all that was opened to its end; whether it is what was written. */
  private boolean check() {
    for (CheckpointManifest manifest : kept) {
      try {
        for (PopulationEntry entry : manifest.populations()) {
          files.check(entry);
        }
      } catch (IOException | RuntimeException | InternalError e) {
        Path file = folder.resolve(name(manifest));
        LOG.error("checkpoint {} is damaged and was taken out of use: {}", file, e.toString());
        takeOutOfUse(file);
        onDamage.run();
        return false;
      }
    }
    return true;
  }

  private void takeOutOfUse(Path manifest) {
    try {
      DurableFiles.rename(manifest, manifest.resolveSibling(manifest.getFileName() + DAMAGED));
      DurableFiles.forceFolder(folder);
    } catch (IOException e) {
      LOG.error("{} cannot be renamed: remove it before the next start", manifest, e);
    }
  }

  /**
   * Begins to read all of the checkpoint that was opened, of which no more than its structure was
   * looked at; without this the next checkpoint does. It keeps a processor and the disk busy for
   * some seconds with 100 million identifiers: for a start to leave until it is done.
   */
  public void checkInBackground() {
    writer.execute(check);
  }

  /** Waits until all of the checkpoint that was opened has been read; whether it is sound. */
  boolean sound() {
    check.run(); // nothing when it began already
    try {
      return check.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the checkpoint is checked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the checkpoint could not be checked", e);
    }
  }

  /** The populations that records are applied to. */
  public Populations populations() {
    return populations;
  }

  @Override
  public long position() {
    return populations.position();
  }

  @Override
  public long furthest() {
    return populations.furthest();
  }

  @Override
  public void apply(long position, LogRecord record) {
    applying.lock();
    try {
      halfApplied = true;
      populations.apply(position, record);
      halfApplied = false;
    } finally {
      applying.unlock();
    }
    if (identifiers.addAndGet(identifiers(record)) >= dueAt && !due.getAndSet(true)) {
      writer.execute(this::writeDue);
    }
  }

  private static int identifiers(LogRecord record) {
    return switch (record) {
      case LogRecord.Amend amend -> amend.keys().size();
      case LogRecord.Clear _, LogRecord.Merge _, LogRecord.Drop _ -> 1;
      case LogRecord.Link link -> link.rows().size();
      case LogRecord.Meet meet -> meet.keys().size();
    };
  }

  private void writeDue() {
    long begun = identifiers.get();
    try {
      write();
    } catch (IOException | RuntimeException e) {
      LOG.error("no checkpoint could be written; the log has everything", e);
    }
    dueAt = begun + Math.max(identifiersBetween, TIMES_MEANWHILE * (identifiers.get() - begun));
    due.set(false);
  }

  /** The position up to which the newest checkpoint spares the log's replay. */
  public long writtenPosition() {
    return writtenPosition;
  }

  /** Writes a checkpoint, unless nothing has happened since the last one. */
  public synchronized void write() throws IOException {
    long position = populations.position();
    if (position == writtenPosition()) {
      return;
    }
    if (!sound()) {
      throw new IllegalStateException("the populations come from a damaged checkpoint");
    }
    List<PopulationEntry> entries = new ArrayList<>();
    for (Population population : populations.all()) {
      entries.add(write(population));
    }
    sets.force();
    DurableFiles.forceFolder(folder);
    CheckpointManifest manifest =
        new CheckpointManifest(CheckpointManifest.VERSION, position, entries);
    projection.await(manifest.furthest());
    ManifestFile.write(folder.resolve(name(manifest)), manifest);
    DurableFiles.forceFolder(folder);
    kept.addFirst(manifest);
    writtenPosition = position;
    while (kept.size() > KEPT) {
      kept.removeLast();
    }
    removeOthers();
    LOG.info("checkpoint written, position {}", position);
  }

  private PopulationEntry write(Population population) throws IOException {
    Optional<PopulationEntry> unchanged =
        kept.stream()
            .limit(1)
            .flatMap(newest -> newest.populations().stream())
            .filter(entry -> entry.retailerId() == population.retailerId())
            .filter(entry -> entry.position() == population.position())
            .findFirst();
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    try (PopulationMoment moment = take(population)) {
      return files.write(moment);
    }
  }

  private PopulationMoment take(Population population) {
    applying.lock();
    try {
      if (halfApplied) {
        throw new IllegalStateException("a record was applied in part: the populations are lost");
      }
      return PopulationMoment.of(population);
    } finally {
      applying.unlock();
    }
  }

  private void removeOthers() throws IOException {
    Set<String> names = new HashSet<>();
    Set<String> contentIds = new HashSet<>();
    for (CheckpointManifest manifest : kept) {
      names.add(name(manifest));
      manifest.fileNames().forEach(names::add);
      manifest.contentIds().forEach(contentIds::add);
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!names.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
    sets.retain(contentIds);
  }

  private static String name(CheckpointManifest manifest) {
    return String.format(Locale.ROOT, "%020d%s", manifest.position(), ENDING);
  }

  /** Writes a last checkpoint. */
  @Override
  public void close() {
    writer.close();
    if (!halfApplied && position() != writtenPosition && sound()) {
      writeDue();
    }
  }
}
