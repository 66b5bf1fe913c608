package dev.rollcall.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which targets a page's tables reach, and by how much. It is read from the page, so it is right
 * whichever of the tables was made anew last.
 */
final class Targets {
  static final String NAME = "targets";

  /** Of a table whose rows may have a target, which is the last cell. */
  static final String[] COLUMNS = {"figure", "median", "least to greatest", "unit", "target"};

  private static final Pattern TARGET = Pattern.compile("([0-9,.]+)( or more| or less)?");

  private Targets() {}

  /** A table of all of the page's rows that have a target. */
  static String of(String page) {
    StringBuilder text = new StringBuilder();
    row(text, "figure", "measured", "target", "reached");
    text.append("|---|---|---|---|\n");
    page.lines()
        .forEach(line -> {
          List<String> cells = List.of(line.split(" ?\\| ?", -1));
          if (cells.size() != COLUMNS.length + 2) return;
          Matcher target = TARGET.matcher(cells.get(5));
          if (!target.matches()) return;
          String unit = cells.get(4).isEmpty() ? "" : " " + cells.get(4);
          row(
              text,
              cells.get(1),
              cells.get(2) + unit,
              cells.get(5),
              reached(cells.get(2), number(target.group(1)), " or more".equals(target.group(2))));
        });
    return text.toString();
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String reached(String median, double target, boolean orMore) {
    double measured;
    try {
      measured = number(median);
    } catch (NumberFormatException e) {
      return "not measured";
    }
    boolean reached = orMore ? measured >= target : measured <= target;
    String word = reached ? "yes" : "no";
    if (target == 0 || measured == target) return word;
    double share = Math.abs(measured - target) / target;
    return String.format(Locale.ROOT, "%s, by %,.0f %%", word, 100 * share);
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }
}
