package dev.rollcall.members;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Encoded blocks of many sets, over a range of blocks: what a kernel gives and a join takes. The
 * bytes lie in chunks one after the other as they come, whichever set they are of, so that there is
 * nothing to grow and to copy; an index finds them by set and block.
 *
 * <p>Several threads may write at once, each through a writer of its own and to blocks of its own.
 */
public final class EncodedBlocks {
  /** Bytes of a chunk: with its header just below 4 MiB, which whole regions of the heap hold. */
  public static final int CHUNK_BYTES = (4 << 20) - 64;

  /** An entry of the index: members less 1, two flags, the offset in its chunk, the chunk. */
  private static final int PLACE_SHIFT = 18;

  private static final long RUNS = 1L << 17;
  private static final long PRESENT = 1L << 16;
  private static final int OFFSET_BITS = 22;

  private final int from;
  private final int to;
  private final Supplier<byte[]> newChunk;
  private final List<byte[]> chunks = new ArrayList<>();

  /** By set, and in it by block; 0 where there are no members. */
  private final long[] index;

  /**
   * Room for blocks {@code [from, to)} of so many sets.
   *
   * @param newChunk gives chunks of at least {@link BlockEncoder#MOST_BYTES}
   */
  public EncodedBlocks(int sets, int from, int to, Supplier<byte[]> newChunk) {
    this.from = from;
    this.to = to;
    this.newChunk = newChunk;
    this.index = new long[Math.multiplyExact(sets, to - from)];
  }

  /** One thread's way to add blocks. */
  public final class Writer {
    private final BlockEncoder encoder = new BlockEncoder();
    private byte[] chunk = new byte[0];
    private long chunkNumber;
    private int used;

    private Writer() {}

    /** Adds a block of a set, unless it has no members; tells the bytes it takes. */
    public int add(int set, int block, long[] words) {
      int size = encoder.encode(words);
      if (size == 0) {
        return 0;
      }
      int length = encoder.length();
      if (used + length > chunk.length) {
        chunk = newChunk.get();
        chunkNumber = keep(chunk);
        used = 0;
      }
      System.arraycopy(encoder.bytes(), 0, chunk, used, length);
      long place = chunkNumber << OFFSET_BITS | used;
      index[at(set, block)] =
          place << PLACE_SHIFT | (encoder.runs() ? RUNS : 0) | PRESENT | (size - 1);
      used += length;
      return length;
    }
  }

  public Writer writer() {
    return new Writer();
  }

  private synchronized long keep(byte[] chunk) {
    chunks.add(chunk);
    return chunks.size() - 1L;
  }

  private int at(int set, int block) {
    return set * (to - from) + (block - from);
  }

  /** Adds a set's block to a canonical set in the making; nothing when it has no members. */
  private void addTo(CanonicalSet.Builder target, int set, int block) {
    long entry = index[at(set, block)];
    if ((entry & PRESENT) != 0) {
      target.add(block, size(entry), (entry & RUNS) != 0, bytes(entry));
    }
  }

  private static int size(long entry) {
    return (int) (entry & 0xffff) + 1;
  }

  private ByteBuffer bytes(long entry) {
    long place = entry >>> PLACE_SHIFT;
    int offset = (int) place & ((1 << OFFSET_BITS) - 1);
    ByteBuffer chunk =
        ByteBuffer.wrap(chunks.get((int) (place >>> OFFSET_BITS))).order(ByteOrder.LITTLE_ENDIAN);
    boolean runs = (entry & RUNS) != 0;
    return chunk.slice(offset, PortableForm.lengthOf(size(entry), runs, chunk, offset));
  }

  /** Bytes of what was added for a set. */
  public long bytes(int set) {
    long bytes = 0;
    for (int block = from; block < to; block++) {
      long entry = index[at(set, block)];
      bytes += (entry & PRESENT) == 0 ? 0 : bytes(entry).remaining();
    }
    return bytes;
  }

  /** The whole set of what was added for it. */
  public CanonicalSet set(int set) {
    CanonicalSet.Builder joined = new CanonicalSet.Builder();
    for (int block = from; block < to; block++) {
      addTo(joined, set, block);
    }
    return joined.build();
  }

  /**
   * The whole set of what was added for it in the blocks that changed, and of what was there before
   * in all others.
   *
   * @param changed by block
   */
  public CanonicalSet set(int set, PortableBlocks before, BitSet changed) {
    CanonicalSet.Builder joined = new CanonicalSet.Builder();
    int old = 0;
    for (int block = from; block < to; block++) {
      while (old < before.count() && before.block(old) < block) {
        old++;
      }
      if (changed.get(block)) {
        addTo(joined, set, block);
      } else if (old < before.count() && before.block(old) == block) {
        before.addTo(joined, old);
      }
    }
    return joined.build();
  }
}
