package dev.rollcall.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can be measured, in the order that all is: what the machine charges comes first; the sweep
 * over users comes while there are few, and what restarts the server comes late.
 */
enum Benchmark {
  MACHINE(0.05),
  COMPUTE(0.25),
  LOOKUP(0.1),
  SIZES(0.05),
  INGEST(0.15),
  FOLD(0.1),
  START(0.1),
  MEMORY(0.01),
  EVENTS(0.1),
  PEERS(0.14);

  private final double share;

  Benchmark(double share) {
    this.share = share;
  }

  /** Of the time for everything, 0 to 1. */
  double share() {
    return share;
  }

  /** The one of that word, or null. */
  static @Nullable Benchmark of(String word) {
    for (Benchmark one : values()) if (one.word().equals(word)) return one;
    return null;
  }

  /** Its word on the command line, and the section's marker. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
