package dev.rollcall.bench.report;

import java.io.PrintWriter;

/** One benchmark's tables, each row printed as soon as it is known. */
public final class Section {
  private final String name;
  private final PrintWriter out;
  private final StringBuilder text = new StringBuilder();
  private boolean inTable;

  /**
   * Begins a section.
   *
   * @param name its marker on the page
   * @param command what makes it anew
   */
  public Section(String name, String command, Machine machine, PrintWriter out) {
    this.name = name;
    this.out = out;
    line("`" + command + "` on " + machine.told() + ".");
  }

  public String name() {
    return name;
  }

  /** The section as it stands on the page. */
  public String text() {
    return text.toString();
  }

  /** A value of several rounds, beside what is to be reached; an empty target is none. */
  public void row(String figure, Stat stat, String unit, String target) {
    if (!inTable) table(Targets.COLUMNS);
    cells(figure, Stat.number(stat.median()), stat.spread(), unit, target);
  }

  /** A value that there is only one of. */
  public void row(String figure, double value, String unit, String target) {
    row(figure, Stat.of(value), unit, target);
  }

  /** What could not be measured, and why. */
  public void absent(String figure, String why) {
    if (!inTable) table(Targets.COLUMNS);
    cells(figure, why, "", "", "");
  }

  /** Begins a table of other columns. */
  public void table(String... columns) {
    line("");
    cells(columns);
    line("|" + "---|".repeat(columns.length));
    inTable = true;
  }

  public void cells(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String line) {
    text.append(line).append('\n');
    out.println(line);
    out.flush();
  }
}
