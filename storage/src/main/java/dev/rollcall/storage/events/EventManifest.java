package dev.rollcall.storage.events;

import java.util.List;

/**
 * Which files hold a retailer's events. Files that no manifest names are nothing.
 *
 * @param folded journals up to this generation are in the files
 */
record EventManifest(long folded, List<DayFile> files) {
  static final EventManifest NONE = new EventManifest(0, List.of());

  /**
   * A file with events of one day.
   *
   * @param day since 1970, in UTC
   */
  record DayFile(long day, String name, long rows, long bytes) {}

  EventManifest {
    files = List.copyOf(files);
  }

  List<DayFile> of(long day) {
    return files.stream().filter(file -> file.day == day).toList();
  }
}
