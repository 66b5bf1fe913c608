package dev.rollcall.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How much memory a server has resident, now and at most, also before it was started again. There
 * is nothing to be seen without a /proc.
 */
final class MemoryWatch implements AutoCloseable {
  private static final long GLANCE_MILLIS = 100;
  private static final double KIB_IN_MIB = 1024;

  /** Pages of the heap and of other memory without a file. */
  static final String ANONYMOUS = "RssAnon";

  /** Pages of mapped files: the system may drop those whenever it needs their room. */
  static final String MAPPED = "RssFile";

  /** Both; the system itself keeps the most that there was, between two looks too. */
  static final String RESIDENT = "VmRSS";

  private static final String MOST_RESIDENT = "VmHWM";

  private final Map<String, Double> most = new HashMap<>();
  private volatile long pid;
  private volatile boolean closed;

  MemoryWatch(long pid) {
    this.pid = pid;
    Thread.ofPlatform().daemon().start(this::watch);
  }

  /** Goes on with the process that took the last one's place. */
  void follow(long next) {
    pid = next;
  }

  private void watch() {
    try {
      while (!closed) {
        look();
        Thread.sleep(GLANCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Map<String, Double> look() {
    Map<String, Double> now = new HashMap<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        String name = line.substring(0, Math.max(0, line.indexOf(':')));
        if (line.endsWith(" kB"))
          now.put(name, Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_IN_MIB);
      }
    } catch (IOException e) {
      return now; // it has ended
    }
    now.forEach((name, value) -> most.merge(name, value, Math::max));
    return now;
  }

  /** Of one kind, in MiB; NaN when it cannot be told. */
  double now(String kind) {
    return look().getOrDefault(kind, Double.NaN);
  }

  /** The most there ever was of one kind, in MiB; NaN when it cannot be told. */
  synchronized double most(String kind) {
    look();
    return most.getOrDefault(kind.equals(RESIDENT) ? MOST_RESIDENT : kind, Double.NaN);
  }

  @Override
  public void close() {
    closed = true;
  }
}
