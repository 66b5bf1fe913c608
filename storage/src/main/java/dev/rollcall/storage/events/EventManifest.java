package dev.rollcall.storage.events;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which files hold a retailer's events. Files that no manifest names are nothing.
 *
 * @param folded journals up to this generation are in the files
 */
record EventManifest(long folded, List<EventFile> files) {
  static final EventManifest NONE = new EventManifest(0, List.of());

  /** Files of one day, or of the settled days of a month, that are put together into one. */
  static final int MOST_FILES = 8;

  /** Days after which hardly an event of a day is still to come. */
  private static final int SETTLED_DAYS = 7;

  /**
   * Rows of a month that are put together, at most: a file of so many is written in three seconds.
   * With more, the tenth of a millisecond and more that opening another file costs a scan is little
   * beside reading it.
   */
  static final long MOST_ROWS = 2_000_000;

  /**
   * A file with the events of one day, or of some days of one month. Days are since 1970, in UTC.
   *
   * @param from its first day
   * @param to its last
   * @param serial another for every file that was ever begun
   */
  record EventFile(long from, long to, long serial, long rows, long bytes) {
    YearMonth month() {
      return monthOf(from);
    }

    String name() {
      return String.format(
          Locale.ROOT,
          "month=%s/%02d-%02d-%010d.parquet",
          month(),
          LocalDate.ofEpochDay(from).getDayOfMonth(),
          LocalDate.ofEpochDay(to).getDayOfMonth(),
          serial);
    }
  }

  EventManifest {
    files = List.copyOf(files);
  }

  static YearMonth monthOf(long day) {
    return YearMonth.from(LocalDate.ofEpochDay(day));
  }

  /** The files that may have events of a day. */
  List<EventFile> of(long day) {
    return files.stream().filter(file -> file.from <= day && day <= file.to).toList();
  }

  /** The files that another manifest does not name. */
  List<EventFile> without(EventManifest other) {
    Set<EventFile> named = Set.copyOf(other.files);
    return files.stream().filter(file -> !named.contains(file)).toList();
  }

  /** A number that no file has. */
  long nextSerial() {
    return 1 + files.stream().mapToLong(EventFile::serial).max().orElse(0);
  }

  /** Whether there are files of which no event is kept any more. */
  boolean hasExpired(long firstDay) {
    return files.stream().anyMatch(file -> file.to < firstDay);
  }

  /** Whether hardly an event of a day is still to come. */
  static boolean isSettled(long day, long today) {
    return day < today - SETTLED_DAYS;
  }

  /**
   * Files that are to be written anew, each list as one: months that have many small ones of
   * settled days, and files of which some days are kept no more.
   *
   * @param firstDay that is kept
   * @param busy months whose files are not put together this time
   */
  List<List<EventFile>> untidy(long firstDay, long today, Set<YearMonth> busy) {
    Map<YearMonth, List<EventFile>> months = new TreeMap<>();
    for (EventFile file : files)
      if (file.to >= firstDay && isSettled(file.to, today))
        months.computeIfAbsent(file.month(), month -> new ArrayList<>()).add(file);
    List<List<EventFile>> untidy = new ArrayList<>();
    months.forEach((month, settled) -> {
      if (!busy.contains(month) && areManyAndSmall(settled)) untidy.add(settled);
      else for (EventFile file : settled) if (file.from < firstDay) untidy.add(List.of(file));
    });
    return untidy;
  }

  private static boolean areManyAndSmall(List<EventFile> files) {
    return files.size() >= MOST_FILES
        && files.stream().mapToLong(EventFile::rows).sum() <= MOST_ROWS;
  }
}
