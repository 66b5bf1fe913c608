package dev.rollcall.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The form of a dictionary in a file: a page that says how large each table is and how many keys
 * are in it, with a checksum of its own; then the tables as they are in memory, to be mapped.
 */
final class DictionaryFile {
  private static final long MAGIC = 0x3230_5443_4944_4352L; // RCDICT02
  private static final int HEAD_BYTES = 4096;
  private static final int CRC_AT = HEAD_BYTES - Integer.BYTES;

  private DictionaryFile() {}

  static ByteBuffer head(int[] capacities, int[] sizes) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(MAGIC);
    for (int i = 0; i < capacities.length; i++) {
      head.putInt(capacities[i]).putInt(sizes[i]);
    }
    return head.putInt(CRC_AT, crc(head)).rewind();
  }

  private static int crc(ByteBuffer head) {
    CRC32C crc = new CRC32C();
    crc.update(head.duplicate().clear().limit(CRC_AT));
    return (int) crc.getValue();
  }

  /**
   * Maps the file; a table is copied when it is first to change. Whatever is in the tables, looking
   * for a key in them comes to an end.
   */
  static FileDictionary open(Path folder, CheckedFile file) throws IOException {
    MemorySegment mapped = file.map(folder);
    try {
      ByteBuffer head = mapped.asSlice(0, HEAD_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      if (head.getLong() != MAGIC || head.getInt(CRC_AT) != crc(head)) {
        throw new IOException("its first page is damaged or of another version");
      }
      Shard[] shards = new Shard[FileDictionary.SHARDS];
      long at = HEAD_BYTES;
      for (int i = 0; i < shards.length; i++) {
        long bytes = (long) head.getInt() * Shard.SLOT_BYTES;
        shards[i] = Shard.mapped(withEnd(mapped.asSlice(at, bytes)), head.getInt());
        at += bytes;
      }
      return new FileDictionary(shards);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new IOException(
          folder.resolve(file.name()) + " is no dictionary: " + e.getMessage(), e);
    }
  }

  /**
   * The table, which has a free slot: it ends every search. At least a quarter of them are free.
   */
  private static MemorySegment withEnd(MemorySegment table) throws IOException {
    for (long at = Shard.ENTRY_AT; at < table.byteSize(); at += Shard.SLOT_BYTES) {
      if (table.get(ValueLayout.JAVA_LONG, at) == Shard.EMPTY) {
        return table;
      }
    }
    throw new IOException("a table without a free slot");
  }
}
