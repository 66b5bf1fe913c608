package dev.rollcall.storage.file;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An amendment log in files of one folder.
 *
 * <p>The committer takes all records that wait, writes them as one frame, forces the disk once, and
 * hands them to the applier; while these are applied it writes the next. The first failure of
 * either is the last thing the log does, for after a failed force nobody knows what is on the disk.
 */
public final class FileAmendmentLog implements AmendmentLog {
  /** Bytes of the largest record: far above what a request brings. */
  static final int MAX_RECORD_BYTES = 256 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(FileAmendmentLog.class);
  private static final long WAITING_BYTES = 64 << 20;
  private static final int FRAME_BYTES = 8 << 20;
  private static final int FRAMES_TO_APPLY = 4;

  private final Path folder;
  private final Follower follower;
  private final LogWriter writer;
  private final WaitingRecords waiting = new WaitingRecords(WAITING_BYTES);
  private final Semaphore mayBeApplied = new Semaphore(FRAMES_TO_APPLY);
  private final ExecutorService applier =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("log-applier").factory());
  private final Thread committer;
  private final AtomicReference<@Nullable LogUnavailable> failure = new AtomicReference<>();
  private ByteBuffer frame = newFrame(1 << 20);
  private boolean appliedAll = true;
  private volatile long position;

  private FileAmendmentLog(Path folder, Follower follower, LogWriter writer, long position) {
    this.folder = folder;
    this.follower = follower;
    this.writer = writer;
    this.position = position;
    this.committer = Thread.ofPlatform().daemon().name("log-committer").unstarted(this::commitAll);
  }

  /**
   * Opens the log of a folder, which is made when there is none; what the follower has not seen is
   * applied before this returns.
   *
   * @throws DamagedLog when what was acknowledged is not there any more
   */
  public static FileAmendmentLog open(Path folder, Follower follower) {
    return open(folder, follower, LogWriter.FILE_BYTES);
  }

  static FileAmendmentLog open(Path folder, Follower follower, int fileBytes) {
    try {
      Files.createDirectories(folder);
      List<LogFile> files = LogFile.list(folder);
      LogReplay replay = new LogReplay(files, follower);
      replay.run();
      LogWriter writer = new LogWriter(folder, fileBytes);
      if (!files.isEmpty()) {
        writer.goOn(files.getLast(), replay.end());
      }
      FileAmendmentLog log = new FileAmendmentLog(folder, follower, writer, replay.position());
      log.committer.start();
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException("the amendment log in " + folder + " cannot be opened", e);
    }
  }

  @Override
  public CompletableFuture<Long> append(LogRecord record) {
    WaitingRecords.Entry entry = new WaitingRecords.Entry(record);
    if (entry.bytes() > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException("a record of " + entry.bytes() + " bytes is too large");
    }
    if (!waiting.add(entry)) {
      refuse(List.of(entry));
    }
    return entry.done();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Reader reader() {
    return new LogReader(folder, this::position);
  }

  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get()).map(LogUnavailable::getMessage);
  }

  private void commitAll() {
    for (List<WaitingRecords.Entry> entries = waiting.take(FRAME_BYTES);
        !entries.isEmpty();
        entries = waiting.take(FRAME_BYTES)) {
      if (failure.get() != null) {
        refuse(entries);
      } else {
        commit(entries);
      }
    }
  }

  private void commit(List<WaitingRecords.Entry> entries) {
    long first = position + 1;
    try {
      writer.write(first, encoded(first, entries));
    } catch (IOException | RuntimeException | Error e) {
      fail("records could not be written", e);
      refuse(entries);
      return;
    }
    position = first + entries.size() - 1;
    mayBeApplied.acquireUninterruptibly();
    applier.execute(() -> apply(first, entries));
  }

  private ByteBuffer encoded(long first, List<WaitingRecords.Entry> entries) {
    long bytes = Frame.HEAD_BYTES + entries.stream().mapToLong(WaitingRecords.Entry::bytes).sum();
    if (bytes > frame.capacity()) {
      frame = newFrame(Math.toIntExact(Math.max(bytes, 2L * frame.capacity())));
    }
    frame.clear().position(Frame.HEAD_BYTES);
    entries.forEach(entry -> RecordForm.write(entry.record(), frame));
    frame.flip();
    Frame.seal(frame, first, entries.size());
    return frame;
  }

  private static ByteBuffer newFrame(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void apply(long first, List<WaitingRecords.Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (appliedAll) {
        try {
          follower.apply(first + i, entries.get(i).record());
        } catch (RuntimeException | Error e) {
          appliedAll = false;
          fail("position " + (first + i) + " could not be applied", e);
        }
      }
      if (appliedAll) {
        entries.get(i).done().complete(first + i);
      } else {
        refuse(entries.subList(i, i + 1));
      }
    }
    mayBeApplied.release();
  }

  private void fail(String what, Throwable cause) {
    LogUnavailable refusal = new LogUnavailable(what + ": " + cause.getMessage(), cause);
    if (failure.compareAndSet(null, refusal)) {
      LOG.error("the amendment log takes no more records: {}", what, cause);
    }
    waiting.end();
  }

  private void refuse(List<WaitingRecords.Entry> entries) {
    LogUnavailable known = failure.get();
    LogUnavailable refusal =
        known != null
            ? known
            : new LogUnavailable("the log is closed", new IllegalStateException("closed"));
    entries.forEach(entry -> entry.done().completeExceptionally(refusal));
  }

  @Override
  public void close() {
    waiting.end();
    boolean interrupted = false;
    while (committer.isAlive()) {
      try {
        committer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    applier.close();
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the amendment log cannot be closed", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
