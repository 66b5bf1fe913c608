package dev.rollcall.bench;

import picocli.CommandLine;

/** Measures Rollcall. */
public final class Main {
  private Main() {}

  public static void main(String... arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }
}
