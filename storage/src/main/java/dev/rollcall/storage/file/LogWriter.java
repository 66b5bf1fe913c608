package dev.rollcall.storage.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames durably, one file after the other. Files are filled with zeros beforehand, the next
 * one in the background: forcing a growing file takes up to twice as long. Each is twice as large
 * as the one before it, so that a small log is a small file.
 */
final class LogWriter implements AutoCloseable {
  static final int FIRST_FILE_BYTES = 4 << 20;
  private static final int LARGEST_FILE_BYTES = 64 << 20;
  private static final int ZEROS = 1 << 20;

  private final Path folder;
  private int nextFileBytes;
  private @Nullable CompletableFuture<Path> prepared;
  private @Nullable FileChannel channel;
  private long first;
  private int end;
  private long size;

  /**
   * @param firstFileBytes size of the first file of an empty log
   */
  LogWriter(Path folder, int firstFileBytes) {
    this.folder = folder;
    this.nextFileBytes = firstFileBytes;
  }

  /** Goes on in a file there is. What was read from it may have been left unforced by a crash. */
  void goOn(LogFile file, int at) throws IOException {
    channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
    channel.force(true);
    first = file.first();
    end = at;
    size = channel.size();
    nextFileBytes = Math.clamp(2 * size, nextFileBytes, LARGEST_FILE_BYTES);
  }

  /** Writes the frame; it is durable when this returns. */
  void write(long position, ByteBuffer frame) throws IOException {
    int bytes = frame.remaining();
    FileChannel file = channel;
    if (file == null || bytes > size - end) {
      file = nextFile(position, LogFile.HEAD_BYTES + bytes);
    }
    for (int at = end; frame.hasRemaining(); ) {
      at += file.write(frame, at);
    }
    file.force(false);
    end += bytes;
    if (end > size / 2 && prepared == null) {
      prepareNext();
    }
  }

  private FileChannel nextFile(long position, int atLeast) throws IOException {
    Path ready = ready(atLeast);
    LogFile file = LogFile.named(folder, position, first);
    FileChannel opened = FileChannel.open(ready, StandardOpenOption.WRITE);
    DurableFiles.writeFully(opened, file.head());
    opened.force(true);
    DurableFiles.rename(ready, file.path());
    DurableFiles.forceFolder(folder);
    closeFile();
    channel = opened;
    first = position;
    end = LogFile.HEAD_BYTES;
    size = opened.size();
    nextFileBytes = (int) Math.min(2 * size, LARGEST_FILE_BYTES);
    return opened;
  }

  /** A file of zeros large enough. */
  private Path ready(int atLeast) throws IOException {
    CompletableFuture<Path> begun = prepared;
    prepared = null;
    try {
      Path ready = begun == null ? prepare(Math.max(nextFileBytes, atLeast)) : begun.join();
      return Files.size(ready) >= atLeast ? ready : prepare(atLeast);
    } catch (CompletionException e) {
      throw new IOException("no file could be prepared for the log in " + folder, e.getCause());
    }
  }

  private void prepareNext() {
    int bytes = nextFileBytes;
    prepared =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return prepare(bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            work -> Thread.ofPlatform().daemon().name("log-preparer").start(work));
  }

  private Path prepare(int bytes) throws IOException {
    Path file = folder.resolve("next" + DurableFiles.UNFINISHED);
    try (FileChannel created = DurableFiles.create(file)) {
      fillWithZeros(created, 0, bytes);
      created.force(true);
    }
    return file;
  }

  static void fillWithZeros(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, to - from));
    for (long at = from; at < to; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
      at += channel.write(zeros, at);
    }
  }

  private void closeFile() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    if (prepared != null) {
      Files.deleteIfExists(prepared.exceptionally(_ -> folder.resolve("none")).join());
    }
    closeFile();
  }
}
