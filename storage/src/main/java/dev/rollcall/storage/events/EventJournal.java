package dev.rollcall.storage.events;

import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.storage.file.DurableFiles;
import dev.rollcall.storage.file.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came since the last fold of one retailer's events, in files of frames named by their
 * generation: events, and behind them the answers that came with them. Who comes while another
 * forces the disk waits and shares the next force; after a failed one nothing more is taken, for
 * nobody knows what is on the disk.
 */
final class EventJournal implements AutoCloseable {
  private static final String ENDING = ".journal";

  private final Path folder;
  private final Step.Watch watch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private List<Part> waiting = new ArrayList<>();
  private long asked;
  private long answered;
  private boolean writing;
  private @Nullable LogUnavailable failure;
  private @Nullable FileChannel channel;
  private long generation;
  private long count;
  private volatile Durable durable;

  /**
   * Events as they are written, and how many.
   *
   * @param answer durable with them, in {@link AnswerForm}; empty when there is none
   */
  record Part(ByteBuffer records, int count, ByteBuffer answer) {}

  /**
   * @param folder where the files are; made with the first of them
   * @param generation of the next file
   */
  EventJournal(Path folder, long generation, Step.Watch watch) {
    this.folder = folder;
    this.generation = generation;
    this.durable = new Durable(generation, 0);
    this.watch = watch;
  }

  /**
   * Writes what is chosen, one caller choosing after the other; it and all that was chosen before
   * is durable when this returns. Choosing must neither fail nor wait: all who add wait for it.
   *
   * @param chooser gets the generation that it is written to
   */
  void append(LongFunction<Part> chooser) {
    lock.lock();
    try {
      refuseAfterFailure();
      Part chosen = chooser.apply(generation);
      if (chosen.count > 0 || chosen.answer.hasRemaining()) {
        waiting.add(chosen);
        count += chosen.count;
        asked++;
      }
      long mine = asked;
      while (answered < mine) {
        if (writing) written.awaitUninterruptibly();
        else writeWaiting();
        refuseAfterFailure();
      }
    } finally {
      lock.unlock();
    }
  }

  private void refuseAfterFailure() {
    if (failure != null) throw failure;
  }

  private void writeWaiting() {
    List<Part> taken = waiting;
    long upTo = asked;
    waiting = new ArrayList<>();
    writing = true;
    lock.unlock();
    LogUnavailable failed = null;
    try {
      write(taken);
    } catch (IOException | RuntimeException | Error e) {
      failed = new LogUnavailable("shopping events could not be written: " + e.getMessage(), e);
    } finally {
      lock.lock();
      writing = false;
      if (failed == null) answered = upTo;
      else failure = failed;
      written.signalAll();
    }
  }

  private void write(List<Part> parts) throws IOException {
    int bytes = Frame.HEAD_BYTES;
    int count = 0;
    for (Part part : parts) {
      bytes = Math.addExact(bytes, part.records.remaining());
      bytes = Math.addExact(bytes, part.answer.remaining());
      count += part.count;
    }
    ByteBuffer frame = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    frame.position(Frame.HEAD_BYTES);
    parts.forEach(part -> frame.put(part.records));
    parts.forEach(part -> frame.put(part.answer));
    Frame.seal(frame.flip(), generation, count);
    FileChannel file = channel;
    if (file == null) {
      DurableFiles.createFolder(folder);
      file =
          FileChannel.open(
              path(generation), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel = file;
      DurableFiles.forceFolder(folder);
    }
    DurableFiles.writeFully(file, frame);
    watch.done(Step.EVENTS_WRITTEN);
    file.force(false);
    durable = new Durable(generation, file.position());
    watch.done(Step.EVENTS_FORCED);
  }

  /**
   * Ends this generation's file, if there is any; what comes goes to the next.
   *
   * @return the events in it
   */
  long rotate() throws IOException {
    long ended;
    lock.lock();
    try {
      while (writing || (!waiting.isEmpty() && failure == null)) {
        if (writing) written.awaitUninterruptibly();
        else writeWaiting();
      }
      FileChannel file = channel;
      if (file == null) return 0;
      file.close();
      channel = null;
      generation++;
      durable = new Durable(generation, 0);
      ended = count;
      count = 0;
    } finally {
      lock.unlock();
    }
    watch.done(Step.JOURNAL_ROTATED);
    return ended;
  }

  /** Events in this generation. */
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How far events are durable.
   *
   * @param end bytes of the generation's file; 0 when there is none yet
   */
  record Durable(long generation, long end) {}

  /** Waits for nobody: a scan that asks cannot hold back who adds, nor they a scan. */
  Durable durable() {
    return durable;
  }

  /** Bytes of the files that there are. */
  long bytes() {
    try {
      long bytes = 0;
      for (Path file : list(folder).values()) bytes += file.toFile().length();
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  /** Deletes the files up to a generation. */
  void delete(long through) throws IOException {
    for (Path file : list(folder).headMap(through, true).values()) Files.delete(file);
    watch.done(Step.JOURNALS_DELETED);
  }

  Optional<String> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure).map(LogUnavailable::getMessage);
    } finally {
      lock.unlock();
    }
  }

  Path path(long ofGeneration) {
    return path(folder, ofGeneration);
  }

  private static Path path(Path folder, long generation) {
    return folder.resolve(String.format(Locale.ROOT, "%010d%s", generation, ENDING));
  }

  /** The files in a folder by generation. */
  static NavigableMap<Long, Path> list(Path folder) throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) return files;
    try (Stream<Path> all = Files.list(folder)) {
      all.forEach(path -> {
        String name = path.getFileName().toString();
        if (name.endsWith(ENDING))
          files.put(Long.parseLong(name.substring(0, name.length() - ENDING.length())), path);
      });
    }
    return files;
  }

  /** Where the frames of a file go that are read. */
  interface Frames<E extends Exception> {
    void frame(Frame frame) throws E;
  }

  /** Reads the whole frames of a file between two offsets; returns where they end. */
  static <E extends Exception> long read(Path file, long from, long to, Frames<E> frames) throws E {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long size = Math.min(to, channel.size());
      if (size <= from) return from;
      ByteBuffer bytes =
          channel
              .map(MapMode.READ_ONLY, from, size - from, arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      int at = 0;
      for (Frame frame = Frame.at(bytes, at); frame != null; frame = Frame.at(bytes, at)) {
        frames.frame(frame);
        at = frame.end();
      }
      return from + at;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /**
   * Makes durable what a crash left in a file. Its last frame may be torn, which nobody was
   * answered for; one that is damaged with a whole one behind it was answered for.
   *
   * @throws IllegalStateException when that is so
   */
  static void recover(Path file) throws IOException {
    long end = read(file, 0, Long.MAX_VALUE, frame -> {});
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      ByteBuffer bytes =
          channel
              .map(MapMode.READ_ONLY, 0, channel.size(), arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int at = (int) end + Frame.ALIGNMENT; at < bytes.limit(); at += Frame.ALIGNMENT)
        if (Frame.at(bytes, at) != null)
          throw new IllegalStateException(
              file + " is damaged at offset " + end + ", before events that are whole");
      channel.truncate(end);
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    rotate();
  }
}
