package dev.rollcall.storage.events;

import static dev.rollcall.storage.events.EmbeddedDuckDb.quoted;

import dev.rollcall.storage.events.EventManifest.EventFile;
import dev.rollcall.storage.file.DurableFiles;
import dev.rollcall.storage.file.ManifestFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * The Parquet files of one retailer: a folder a month, and in it a file for each day and fold that
 * brought events of the day, put together when they are many. A manifest tells which files count;
 * it is what a fold moves, once all is on the disk.
 *
 * <p>The settled days of a month become one file unless they are large. To open a file costs a scan
 * of a small retailer more than to read it: half a million rows of half a year, every key, took 43
 * ms in files of days and 10 ms in one.
 */
final class EventFiles {
  private static final String ENDING = ".parquet";
  private static final String MANIFEST = "_manifest.json";

  private final Path folder;
  private final EmbeddedDuckDb duckDb;
  private final Step.Watch watch;
  private volatile EventManifest manifest;

  /** Goes up with every file begun: a manifest that failed to be forced may still name the last. */
  private long serial;

  /** Opens what is in a folder; what a crash left there unfinished is deleted. */
  EventFiles(Path folder, EmbeddedDuckDb duckDb, Step.Watch watch) throws IOException {
    this.folder = folder;
    this.duckDb = duckDb;
    this.watch = watch;
    Path file = folder.resolve(MANIFEST);
    manifest =
        Files.exists(file) ? ManifestFile.read(file, EventManifest.class) : EventManifest.NONE;
    serial = manifest.nextSerial();
    sweep();
  }

  EventManifest manifest() {
    return manifest;
  }

  Path path(EventFile file) {
    return folder.resolve(file.name());
  }

  /** Nothing is deleted unless all that the manifest names is there: it may be another's. */
  private void sweep() throws IOException {
    for (EventFile file : manifest.files())
      if (!Files.exists(path(file)) || Files.size(path(file)) != file.bytes())
        throw new IOException(path(file) + " is not the file that the manifest names");
    if (!Files.isDirectory(folder)) return;
    Set<Path> named = manifest.files().stream().map(this::path).collect(Collectors.toSet());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator)
        if (path.toString().endsWith(ENDING) && !named.contains(path)) Files.delete(path);
    }
  }

  /** Selects the events in files. */
  String select(List<EventFile> files) {
    return "SELECT "
        + EventTable.COLUMNS
        + " FROM read_parquet(["
        + files.stream().map(file -> quoted(path(file))).collect(Collectors.joining(", "))
        + "], hive_partitioning = false)";
  }

  /** Events in the files that may have events of a day. */
  long rows(long day) {
    return manifest.of(day).stream().mapToLong(EventFile::rows).sum();
  }

  /** The ids of the events of a day. */
  void readIds(long day, LongSet into) throws IOException {
    ids(Set.of(day), isOf(day), (ofDay, id) -> into.add(id));
  }

  /** Which of some ids there are on some days, and maybe on others of the same files. */
  void findIds(Map<Long, LongSet> asked, KnownIds.Found found) throws IOException {
    String any =
        asked.values().stream()
            .flatMapToLong(LongSet::numbers)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", ", "event_id IN (", ")"));
    ids(asked.keySet(), any, found);
  }

  /**
   * No lock holds back a fold that deletes the files meanwhile; the ones in their place are read
   * then.
   */
  private void ids(Set<Long> days, String which, KnownIds.Found found) throws IOException {
    while (true) {
      List<EventFile> files = of(days);
      try {
        if (!files.isEmpty()) ids(files, which, found);
        return;
      } catch (IOException e) {
        if (of(days).equals(files)) throw e;
      }
    }
  }

  private List<EventFile> of(Set<Long> days) {
    EventManifest now = manifest;
    return days.stream().flatMap(day -> now.of(day).stream()).distinct().toList();
  }

  private void ids(List<EventFile> files, String which, KnownIds.Found found) throws IOException {
    String sql =
        "SELECT event_id, time_ms // %d FROM (%s) WHERE %s"
            .formatted(EventTable.DAY_MILLIS, select(files), which);
    duckDb.call(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet ids = statement.executeQuery(sql)) {
        while (ids.next()) found.id(ids.getLong(2), ids.getLong(1));
      }
      return files.size();
    });
  }

  /** Whether {@link #fold} has something to do when no events came. */
  boolean untidy(long firstDay, long today) {
    return manifest.hasExpired(firstDay) || !manifest.untidy(firstDay, today, Set.of()).isEmpty();
  }

  /**
   * Writes the events of journals up to a generation into files of their days, durably, and returns
   * the manifest that takes them in, which is not the one that counts yet. Settled days of months
   * to which none of them belongs are put together: a history imported in any order is not written
   * again with each fold.
   *
   * @param tails selects them
   * @param firstDay events before it are left out, and go from the files
   */
  EventManifest fold(long through, List<String> tails, long firstDay, long today)
      throws IOException {
    List<EventFile> kept = new ArrayList<>(manifest.files());
    kept.removeIf(file -> file.to() < firstDay);
    List<EventFile> made = new ArrayList<>();
    if (!tails.isEmpty() || !manifest.untidy(firstDay, today, Set.of()).isEmpty())
      duckDb.call(connection -> {
        Set<YearMonth> busy = new HashSet<>();
        if (!tails.isEmpty()) {
          String events = "(" + String.join(" UNION ALL ", tails) + ")";
          for (long day : days(connection, events)) {
            if (day < firstDay) continue;
            if (EventManifest.isSettled(day, today)) busy.add(EventManifest.monthOf(day));
            made.add(bring(connection, day, events, kept));
          }
        }
        for (List<EventFile> some :
            new EventManifest(through, kept).untidy(firstDay, today, busy)) {
          kept.removeAll(some);
          made.add(putTogether(connection, some, firstDay));
        }
        return made;
      });
    force(made);
    watch.done(Step.DAYS_FORCED);
    kept.addAll(made);
    return new EventManifest(through, kept);
  }

  /** Writes a day's events, with those in small files of the day that need not be kept then. */
  private EventFile bring(
      DuckDBConnection connection, long day, String events, List<EventFile> kept)
      throws SQLException, IOException {
    String select = "SELECT * FROM " + events + " WHERE " + isOf(day);
    List<EventFile> before =
        manifest.of(day).stream().filter(file -> file.from() == file.to()).toList();
    if (before.size() + 1 >= EventManifest.MOST_FILES) {
      select += " UNION ALL " + select(before);
      kept.removeAll(before);
    }
    return write(connection, day, day, select);
  }

  private EventFile putTogether(DuckDBConnection connection, List<EventFile> files, long firstDay)
      throws SQLException, IOException {
    long from = files.stream().mapToLong(EventFile::from).min().orElseThrow();
    long to = files.stream().mapToLong(EventFile::to).max().orElseThrow();
    long first = Math.max(from, firstDay);
    return write(
        connection,
        first,
        to,
        select(files) + " WHERE time_ms >= " + first * EventTable.DAY_MILLIS);
  }

  private static List<Long> days(DuckDBConnection connection, String events) throws SQLException {
    List<Long> days = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT DISTINCT time_ms // " + EventTable.DAY_MILLIS + " FROM " + events)) {
      while (found.next()) days.add(found.getLong(1));
    }
    return days;
  }

  private static String isOf(long day) {
    long from = day * EventTable.DAY_MILLIS;
    return "time_ms >= " + from + " AND time_ms < " + (from + EventTable.DAY_MILLIS);
  }

  private EventFile write(DuckDBConnection connection, long from, long to, String select)
      throws SQLException, IOException {
    EventFile begun = new EventFile(from, to, serial++, 0, 0);
    Path file = path(begun);
    DurableFiles.createFolder(parent(file));
    try (Statement statement = connection.createStatement()) {
      long rows =
          statement.executeLargeUpdate(
              "COPY (%s ORDER BY activity, product_key) TO %s (FORMAT parquet, COMPRESSION zstd)"
                  .formatted(select, quoted(file)));
      watch.done(Step.DAY_WRITTEN);
      return new EventFile(from, to, begun.serial(), rows, Files.size(file));
    }
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private void force(List<EventFile> made) throws IOException {
    Set<Path> folders = new HashSet<>();
    for (EventFile file : made) {
      try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      folders.add(parent(path(file)));
    }
    for (Path month : folders) DurableFiles.forceFolder(month);
  }

  /** Lets a manifest count from now on. */
  void publish(EventManifest next) throws IOException {
    DurableFiles.createFolder(folder);
    ManifestFile.write(folder.resolve(MANIFEST), next);
    watch.done(Step.MANIFEST_WRITTEN);
    DurableFiles.forceFolder(folder);
    manifest = next;
  }

  /** What a fold that failed left in it is deleted when the store is opened again. */
  private static void deleteWhenEmpty(Path month) throws IOException {
    try {
      Files.deleteIfExists(month);
    } catch (DirectoryNotEmptyException e) {
      return;
    }
  }

  /** Deletes files that the manifest names no more. */
  void delete(List<EventFile> gone) throws IOException {
    Set<Path> left = new HashSet<>();
    for (EventFile file : gone) {
      Files.deleteIfExists(path(file));
      left.add(parent(path(file)));
    }
    for (Path month : left) deleteWhenEmpty(month);
    watch.done(Step.OLD_FILES_DELETED);
  }
}
