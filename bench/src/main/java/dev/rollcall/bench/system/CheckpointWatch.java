package dev.rollcall.bench.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Watches from outside when a server writes checkpoints: files of its folder grow, and a manifest
 * appears when they count.
 */
final class CheckpointWatch implements AutoCloseable {
  private static final long GLANCE_MILLIS = 20;

  /** One that was written, by the nanoseconds of this machine's clock. */
  record Written(long from, long to, long bytes) {
    double millis() {
      return (to - from) / 1e6;
    }
  }

  private final Path folder;
  private final List<Written> written = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  CheckpointWatch(Path folder) {
    this.folder = folder;
    this.thread = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    Map<Path, Long> last = sizes();
    long since = 0;
    long bytes = 0;
    while (!closed) {
      Map<Path, Long> now = sizes();
      boolean manifest = false;
      for (Map.Entry<Path, Long> file : now.entrySet()) {
        long grown = file.getValue() - last.getOrDefault(file.getKey(), 0L);
        if (grown <= 0 && last.containsKey(file.getKey())) continue;
        if (since == 0) since = System.nanoTime();
        bytes += Math.max(0, grown);
        manifest |= file.getKey().toString().endsWith(".json");
      }
      if (manifest) {
        written.add(new Written(since, System.nanoTime(), bytes));
        since = 0;
        bytes = 0;
      }
      last = now;
      try {
        Thread.sleep(GLANCE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Map<Path, Long> sizes() {
    Map<Path, Long> sizes = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        sizes.put(file, Files.size(file));
    } catch (NoSuchFileException | UncheckedIOException e) {
      return sizes; // one was removed meanwhile: the next look sees the others
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sizes;
  }

  /** Stops watching; what was written whole meanwhile. */
  List<Written> written() throws InterruptedException {
    closed = true;
    thread.join();
    return written;
  }

  @Override
  public void close() {
    closed = true;
  }
}
