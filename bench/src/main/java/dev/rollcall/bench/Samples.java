package dev.rollcall.bench;

import java.util.Arrays;

/** Measured times, in nanoseconds, of one kind of thing. */
final class Samples {
  private long[] nanos = new long[1024];
  private int size;

  void add(long nanoseconds) {
    if (size == nanos.length) nanos = Arrays.copyOf(nanos, 2 * size);
    nanos[size++] = nanoseconds;
  }

  void addAll(Samples other) {
    for (int i = 0; i < other.size; i++) add(other.nanos[i]);
  }

  int size() {
    return size;
  }

  /** The sample that a share of all, 0 to 1, do not exceed, in milliseconds. */
  double millis(double share) {
    if (size == 0) throw new IllegalStateException("nothing was measured");
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    int at = (int) Math.ceil(share * size) - 1;
    return sorted[Math.max(0, at)] / 1e6;
  }

  /** The median with the least and the greatest, in milliseconds. */
  String range(String form) {
    return (form + " (" + form + " to " + form + ")").formatted(millis(0.5), millis(0), millis(1));
  }
}
