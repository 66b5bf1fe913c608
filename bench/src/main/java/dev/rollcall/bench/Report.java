package dev.rollcall.bench;

import java.io.PrintWriter;

/** Prints the figures as a table, each row when it is known. */
final class Report {
  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void begin(String command, int users) {
    Runtime machine = Runtime.getRuntime();
    out.println(
        "`"
            + command
            + "` on "
            + machine.availableProcessors()
            + " processors, JDK "
            + Runtime.version().feature()
            + "; client and server share the machine.");
    out.println();
    out.printf("| figure, %,d users | measured |%n|---|---|%n", users);
    out.flush();
  }

  void row(String figure, String measured) {
    out.println("| " + figure + " | " + measured + " |");
    out.flush();
  }
}
