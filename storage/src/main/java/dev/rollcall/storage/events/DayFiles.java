package dev.rollcall.storage.events;

import static dev.rollcall.storage.events.EmbeddedDuckDb.quoted;

import dev.rollcall.storage.events.EventManifest.DayFile;
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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * The Parquet files of one retailer: a folder a day, and in it a file for each fold that brought
 * events of the day, put together when there are {@value #MOST_FILES}. A manifest tells which files
 * count; it is what a fold moves, once all is on the disk.
 */
final class DayFiles {
  /** Files of one day after which they are put together into one. */
  static final int MOST_FILES = 8;

  private static final String ENDING = ".parquet";
  private static final String MANIFEST = "_manifest.json";

  private final Path folder;
  private final EmbeddedDuckDb duckDb;
  private final Step.Watch watch;
  private volatile EventManifest manifest;

  /** Opens what is in a folder; what a crash left there unfinished is deleted. */
  DayFiles(Path folder, EmbeddedDuckDb duckDb, Step.Watch watch) throws IOException {
    this.folder = folder;
    this.duckDb = duckDb;
    this.watch = watch;
    Path file = folder.resolve(MANIFEST);
    manifest =
        Files.exists(file) ? ManifestFile.read(file, EventManifest.class) : EventManifest.NONE;
    sweep();
  }

  EventManifest manifest() {
    return manifest;
  }

  Path path(DayFile file) {
    return dayFolder(file.day()).resolve(file.name());
  }

  private Path dayFolder(long day) {
    return folder.resolve("day=" + LocalDate.ofEpochDay(day));
  }

  private void sweep() throws IOException {
    if (!Files.isDirectory(folder)) return;
    Set<Path> named = manifest.files().stream().map(this::path).collect(Collectors.toSet());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator)
        if (path.toString().endsWith(ENDING) && !named.contains(path)) Files.delete(path);
    }
    for (DayFile file : manifest.files())
      if (!Files.exists(path(file)) || Files.size(path(file)) != file.bytes())
        throw new IOException(path(file) + " is not the file that the manifest names");
  }

  /** Selects the events in files. */
  String select(List<DayFile> files) {
    return "SELECT "
        + EventTable.COLUMNS
        + " FROM read_parquet(["
        + files.stream().map(file -> quoted(path(file))).collect(Collectors.joining(", "))
        + "], hive_partitioning = false)";
  }

  /**
   * The ids of the events of a day. No lock holds back a fold that deletes the files meanwhile; the
   * ones in their place are read then.
   */
  void readIds(long day, LongSet into) throws IOException {
    while (true) {
      List<DayFile> files = manifest.of(day);
      try {
        readIds(files, into);
        return;
      } catch (IOException e) {
        if (manifest.of(day).equals(files)) throw e;
      }
    }
  }

  private void readIds(List<DayFile> files, LongSet into) throws IOException {
    if (files.isEmpty()) return;
    duckDb.call(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet ids = statement.executeQuery("SELECT event_id FROM (" + select(files) + ")")) {
        while (ids.next()) into.add(ids.getLong(1));
      }
      return into.size();
    });
  }

  /**
   * Writes the events of journals up to a generation into files of their days, durably, and returns
   * the manifest that takes them in, which is not the one that counts yet.
   *
   * @param tails selects them
   * @param firstDay events before it are left out, and files of days before it
   */
  EventManifest fold(long through, List<String> tails, long firstDay) throws IOException {
    List<DayFile> kept = new ArrayList<>(manifest.files());
    kept.removeIf(file -> file.day() < firstDay);
    List<DayFile> made = new ArrayList<>();
    if (!tails.isEmpty())
      duckDb.call(connection -> {
        String events = "(" + String.join(" UNION ALL ", tails) + ")";
        for (long day : days(connection, events)) {
          if (day < firstDay) continue;
          List<DayFile> before = manifest.of(day);
          String select = "SELECT * FROM " + events + " WHERE " + isOf(day);
          if (before.size() + 1 >= MOST_FILES) {
            select += " UNION ALL " + select(before);
            kept.removeAll(before);
          }
          made.add(write(connection, day, through, select));
          watch.done(Step.DAY_WRITTEN);
        }
        return made;
      });
    force(made);
    watch.done(Step.DAYS_FORCED);
    kept.addAll(made);
    return new EventManifest(through, kept);
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

  private DayFile write(DuckDBConnection connection, long day, long generation, String select)
      throws SQLException, IOException {
    Path dayFolder = dayFolder(day);
    DurableFiles.createFolder(dayFolder);
    String name = String.format(Locale.ROOT, "%010d%s", generation, ENDING);
    Path file = dayFolder.resolve(name);
    try (Statement statement = connection.createStatement()) {
      long rows =
          statement.executeLargeUpdate(
              "COPY (%s ORDER BY activity, product_key) TO %s (FORMAT parquet, COMPRESSION zstd)"
                  .formatted(select, quoted(file)));
      return new DayFile(day, name, rows, Files.size(file));
    }
  }

  private void force(List<DayFile> made) throws IOException {
    Set<Path> folders = new HashSet<>();
    for (DayFile file : made) {
      try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      folders.add(dayFolder(file.day()));
    }
    for (Path dayFolder : folders) DurableFiles.forceFolder(dayFolder);
  }

  /** Lets a manifest count from now on. */
  void publish(EventManifest next) throws IOException {
    DurableFiles.createFolder(folder);
    ManifestFile.write(folder.resolve(MANIFEST), next);
    DurableFiles.forceFolder(folder);
    manifest = next;
    watch.done(Step.MANIFEST_WRITTEN);
  }

  /** What a fold that failed left in it is deleted when the store is opened again. */
  private static void deleteWhenEmpty(Path dayFolder) throws IOException {
    try {
      Files.deleteIfExists(dayFolder);
    } catch (DirectoryNotEmptyException e) {
      return;
    }
  }

  /** Deletes the files that only the manifest before named. */
  void delete(EventManifest before) throws IOException {
    Set<DayFile> kept = new HashSet<>(manifest.files());
    Set<Path> emptied = new HashSet<>();
    for (DayFile file : before.files()) {
      if (kept.contains(file)) continue;
      Files.deleteIfExists(path(file));
      if (manifest.of(file.day()).isEmpty()) emptied.add(dayFolder(file.day()));
    }
    for (Path dayFolder : emptied) deleteWhenEmpty(dayFolder);
    watch.done(Step.OLD_FILES_DELETED);
  }
}
