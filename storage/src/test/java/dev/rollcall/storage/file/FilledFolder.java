package dev.rollcall.storage.file;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Projection;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import dev.rollcall.storage.file.CheckpointManifest.ListEntry;
import dev.rollcall.storage.file.CheckpointManifest.PopulationEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Fills a data folder for measurements of starts, or opens one and tells how long it took.
 *
 * <p>{@code fill FOLDER IDENTIFIERS LISTS MEMBERS} makes a population in a checkpoint, with lists
 * of random users; {@code tail FOLDER IDENTIFIERS} leaves more of them in the log alone, as {@code
 * kill -9} would; {@code open FOLDER} opens it.
 */
final class FilledFolder {
  private static final long RETAILER = 1;
  private static final int BATCH = 50_000;

  private FilledFolder() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "fill" -> {
        try (Checkpoints checkpoints = checkpoints(folder)) {
          append(folder, checkpoints, Long.parseLong(arguments[2]));
        }
        addLists(folder, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
      }
      case "tail" -> {
        append(folder, checkpoints(folder), Long.parseLong(arguments[2]));
        Runtime.getRuntime().halt(0);
      }
      default -> open(folder);
    }
  }

  private static Checkpoints checkpoints(Path folder) {
    return Checkpoints.open(
        folder.resolve("checkpoint"), Long.MAX_VALUE, Projection.NONE, () -> {});
  }

  private static void append(Path folder, Checkpoints checkpoints, long identifiers) {
    try (AmendmentLog log = FileAmendmentLog.open(folder.resolve("log"), checkpoints)) {
      Random random = new Random(log.position());
      CompletableFuture<?> last = CompletableFuture.completedFuture(0L);
      for (long done = 0; done < identifiers; done += BATCH) {
        int size = (int) Math.min(BATCH, identifiers - done);
        IdentifierKeys keys = new IdentifierKeys(random.longs(2L * size).toArray(), size);
        last =
            log.append(
                new LogRecord.Amend(
                    RETAILER, 1, 1, Instant.EPOCH, true, IdentifierType.EMAIL, keys));
      }
      last.join();
    }
  }

  private static void addLists(Path folder, int count, int members) throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    Path file;
    try (Stream<Path> all = Files.list(checkpoint)) {
      file = all.filter(path -> path.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    CheckpointManifest manifest = ManifestFile.read(file, CheckpointManifest.class);
    PopulationEntry before = manifest.populations().getFirst();
    SetFiles sets = new SetFiles(checkpoint.resolve("sets"));
    int users = (int) sets.read(before.lists().getFirst().contentId()).size();
    List<ListEntry> lists = new ArrayList<>(before.lists());
    for (int list = 0; list < count; list++) {
      CanonicalSet set =
          CanonicalSet.of(Members.of(new Random(list).ints(members, 0, users).toArray()));
      String contentId = set.contentId();
      sets.put(contentId, set);
      lists.add(new ListEntry(2 + list, IdentifierType.EMAIL, contentId));
    }
    sets.force();
    PopulationEntry after =
        new PopulationEntry(
            RETAILER, before.position(), before.dictionary(), before.graph(), lists);
    ManifestFile.write(
        file,
        new CheckpointManifest(CheckpointManifest.VERSION, manifest.position(), List.of(after)));
  }

  private static void open(Path folder) {
    long start = System.nanoTime();
    Checkpoints checkpoints = checkpoints(folder);
    long mapped = System.nanoTime();
    FileAmendmentLog.open(folder.resolve("log"), checkpoints).close();
    long replayed = System.nanoTime();
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    boolean sound = checkpoints.sound();
    System.out.printf(
        "mapped in %d ms, log opened in %d ms, all checked (%b) after %d ms; heap %d MiB%n",
        (mapped - start) / 1_000_000,
        (replayed - mapped) / 1_000_000,
        sound,
        (System.nanoTime() - start) / 1_000_000,
        heap >> 20);
    Runtime.getRuntime().halt(0);
  }
}
