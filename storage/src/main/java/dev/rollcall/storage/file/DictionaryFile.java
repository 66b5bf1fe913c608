package dev.rollcall.storage.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The form of a dictionary in a file: a page that says how large each table is and how many keys
 * are in it, then the tables as they are in memory, to be mapped.
 */
final class DictionaryFile {
  private static final long MAGIC = 0x3130_5443_4944_4352L; // RCDICT01
  private static final int HEAD_BYTES = 4096;

  private DictionaryFile() {}

  static ByteBuffer head(int[] capacities, int[] sizes) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(MAGIC);
    for (int i = 0; i < capacities.length; i++) {
      head.putInt(capacities[i]).putInt(sizes[i]);
    }
    return head.rewind();
  }

  /** Maps the file: nothing is copied until it changes, and changes stay out of the file. */
  static FileDictionary open(Path folder, CheckedFile file) throws IOException {
    MemorySegment mapped = file.map(folder);
    ByteBuffer head = mapped.asSlice(0, HEAD_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (head.getLong() != MAGIC) {
      throw new IOException(folder.resolve(file.name()) + " is no dictionary of this version");
    }
    Shard[] shards = new Shard[FileDictionary.SHARDS];
    long at = HEAD_BYTES;
    for (int i = 0; i < shards.length; i++) {
      long bytes = (long) head.getInt() * Shard.SLOT_BYTES;
      shards[i] = new Shard(mapped.asSlice(at, bytes), head.getInt());
      at += bytes;
    }
    return new FileDictionary(shards);
  }
}
