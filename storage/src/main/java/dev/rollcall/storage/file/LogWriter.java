package dev.rollcall.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames durably, one file after the other. A file gets longer by {@value #ROOM_BYTES} bytes
 * at a time, a hole that reads as zeros. On ext4 forcing 512 bytes takes 0.26 ms in a hole, 0.41 ms
 * at the end of a file, and 0.24 ms where zeros were written beforehand; but then every byte is
 * written twice.
 */
final class LogWriter implements AutoCloseable {
  /** No file gets longer, but for one that holds a single larger frame. */
  static final int FILE_BYTES = 64 << 20;

  private static final int ROOM_BYTES = 4 << 20;

  private final Path folder;
  private final int fileBytes;
  private @Nullable FileChannel channel;
  private long first;
  private int end;
  private long length;

  LogWriter(Path folder, int fileBytes) {
    this.folder = folder;
    this.fileBytes = fileBytes;
  }

  /** Goes on in a file there is. What was read from it may have been left unforced by a crash. */
  void goOn(LogFile file, int at) throws IOException {
    channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
    channel.force(true);
    first = file.first();
    end = at;
    length = channel.size();
  }

  /** Writes the frame; it is durable when this returns. */
  void write(long position, ByteBuffer frame) throws IOException {
    int bytes = frame.remaining();
    FileChannel file = channel;
    if (file == null || end + bytes > Math.max(fileBytes, length)) {
      file = nextFile(position);
    }
    if (end + bytes > length) {
      lengthen(file, Math.max(end + bytes, Math.min(length + ROOM_BYTES, fileBytes)));
    }
    for (int at = end; frame.hasRemaining(); ) {
      at += file.write(frame, at);
    }
    file.force(false);
    end += bytes;
  }

  private FileChannel nextFile(long position) throws IOException {
    LogFile file = LogFile.named(folder, position, first);
    Path unfinished = folder.resolve("next" + DurableFiles.UNFINISHED);
    FileChannel opened = DurableFiles.create(unfinished);
    DurableFiles.writeFully(opened, file.head());
    opened.force(true);
    DurableFiles.rename(unfinished, file.path());
    DurableFiles.forceFolder(folder);
    close();
    channel = opened;
    first = position;
    end = LogFile.HEAD_BYTES;
    length = end;
    return opened;
  }

  private void lengthen(FileChannel file, long to) throws IOException {
    file.write(ByteBuffer.allocate(1), to - 1);
    length = to;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
