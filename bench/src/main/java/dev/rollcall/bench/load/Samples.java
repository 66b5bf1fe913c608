package dev.rollcall.bench.load;

import java.util.Arrays;

/** Measured times, in nanoseconds, of one kind of thing. */
public final class Samples {
  private long[] nanos = new long[1024];
  private int size;
  private boolean sorted = true;

  public void add(long nanoseconds) {
    if (size == nanos.length) nanos = Arrays.copyOf(nanos, 2 * size);
    nanos[size++] = nanoseconds;
    sorted = false;
  }

  public void addAll(Samples other) {
    for (int i = 0; i < other.size; i++) add(other.nanos[i]);
  }

  public int size() {
    return size;
  }

  /** The sample that a share of all, 0 to 1, do not exceed, in milliseconds. */
  public double millis(double share) {
    if (size == 0) throw new IllegalStateException("nothing was measured");
    if (!sorted) Arrays.sort(nanos, 0, size);
    sorted = true;
    int at = (int) Math.ceil(share * size) - 1;
    return nanos[Math.max(0, at)] / 1e6;
  }
}
