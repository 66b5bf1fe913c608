package dev.rollcall.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of documentation on which each section stands between two markers; what is around them is
 * written by hand and stays.
 */
public record Page(Path file) {
  /** Puts the section between its markers, or at the end of the page when it has none there yet. */
  public void put(Section section) throws IOException {
    String page = Files.exists(file) ? Files.readString(file) : "";
    page = with(page, section.name(), section.text());
    if (page.contains(begin(Targets.NAME))) page = with(page, Targets.NAME, Targets.of(page));
    Files.writeString(file, page);
  }

  static String with(String page, String name, String text) {
    String begin = begin(name);
    String end = "<!-- end " + name + " -->\n";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    String section = begin + text + end;
    if (from < 0 || to < from) return page.isEmpty() ? section : page + "\n" + section;
    return page.substring(0, from) + section + page.substring(to + end.length());
  }

  private static String begin(String name) {
    return "<!-- bench " + name + " -->\n";
  }
}
