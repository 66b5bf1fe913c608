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
  private static final long CHECKED_AT_ONCE = 1 << 26;

  /** Maps the file for reading and for private writing, after checking all of it. */
  MemorySegment map(Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != bytes) {
        throw new IOException(file + " has " + channel.size() + " bytes instead of " + bytes);
      }
      MemorySegment mapped = channel.map(MapMode.PRIVATE, 0, bytes, Arena.ofAuto());
      if (crcOf(mapped) != crc) {
        throw new IOException(file + " does not have the checksum it was written with");
      }
      return mapped;
    }
  }

  private static int crcOf(MemorySegment mapped) {
    CRC32C crc = new CRC32C();
    for (long at = 0; at < mapped.byteSize(); at += CHECKED_AT_ONCE) {
      long length = Math.min(CHECKED_AT_ONCE, mapped.byteSize() - at);
      crc.update(mapped.asSlice(at, length).asByteBuffer());
    }
    return (int) crc.getValue();
  }

  /** A file in the making; it takes its name when it is finished. */
  static final class Writer implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private long bytes;

    Writer(Path folder, String name) throws IOException {
      this.file = folder.resolve(name);
      this.channel = DurableFiles.create(DurableFiles.unfinished(file));
    }

    void write(ByteBuffer content) throws IOException {
      bytes += content.remaining();
      crc.update(content.duplicate());
      DurableFiles.writeFully(channel, content);
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
