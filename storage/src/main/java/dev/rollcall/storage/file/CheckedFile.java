package dev.rollcall.storage.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What a manifest says of a file: it is this long and has this CRC-32C, or it is not the file.
 *
 * @param name in the manifest's folder
 */
record CheckedFile(String name, long bytes, int crc) {
  private static final int CHECKED_AT_ONCE = 1 << 20;

  /**
   * Bytes that are written before they are forced: a force of the log, which requests wait for,
   * stands behind no more than these.
   */
  private static final long FORCED_AT_ONCE = 32L << 20;

  /**
   * Maps the file for reading. Only its length is checked now: what is in it is for {@link #check}
   * to tell.
   */
  MemorySegment map(Path folder) throws IOException {
    try (FileChannel channel = open(folder, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
    }
  }

  /** Reads all of the file; throws when it is not what was written. */
  void check(Path folder) throws IOException {
    try (FileChannel channel = open(folder, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(CHECKED_AT_ONCE);
      CRC32C found = new CRC32C();
      while (channel.read(buffer.clear()) >= 0) {
        found.update(buffer.flip());
      }
      if ((int) found.getValue() != crc) {
        throw new IOException(
            folder.resolve(name) + " does not have the checksum it was written with");
      }
    }
  }

  private FileChannel open(Path folder, StandardOpenOption... options) throws IOException {
    Path file = folder.resolve(name);
    FileChannel channel = FileChannel.open(file, options);
    if (channel.size() != bytes) {
      try (channel) {
        throw new IOException(file + " has " + channel.size() + " bytes instead of " + bytes);
      }
    }
    return channel;
  }

  /** A file in the making; it takes its name when it is finished. */
  static final class Writer implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private long bytes;
    private long forced;

    Writer(Path folder, String name) throws IOException {
      this.file = folder.resolve(name);
      this.channel = DurableFiles.create(DurableFiles.unfinished(file));
    }

    void write(ByteBuffer content) throws IOException {
      bytes += content.remaining();
      crc.update(content.duplicate());
      DurableFiles.writeFully(channel, content);
      if (bytes - forced >= FORCED_AT_ONCE) {
        channel.force(false);
        forced = bytes;
      }
    }

    CheckedFile finish() throws IOException {
      channel.force(true);
      channel.close();
      DurableFiles.rename(DurableFiles.unfinished(file), file);
      return new CheckedFile(file.getFileName().toString(), bytes, (int) crc.getValue());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
