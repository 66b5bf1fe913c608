package dev.rollcall.members;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the blocks of a set are in its bytes, to be copied without being read. The bytes are ones
 * this process wrote; damage is found when they are used or hashed, never read beyond their end.
 */
public final class PortableBlocks {
  private final ByteBuffer bytes;
  private final char[] header;
  private final byte[] runFlags;
  private final int[] ends;
  private final int first;

  /**
   * Finds the blocks of a set.
   *
   * @throws IllegalArgumentException when these are not a set's bytes
   */
  public PortableBlocks(ByteBuffer canonicalBytes) {
    bytes = canonicalBytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      int cookie = in.getInt();
      boolean withRuns = (char) cookie == PortableForm.COOKIE_WITH_RUNS;
      int count = withRuns ? (cookie >>> 16) + 1 : in.getInt();
      runFlags = new byte[withRuns ? (count + 7) / 8 : 0];
      in.get(runFlags);
      header = new char[2 * count];
      in.asCharBuffer().get(header);
      boolean offsets = !withRuns || count >= PortableForm.OFFSETS_FROM_BLOCKS;
      first = in.position() + (offsets ? 8 : 4) * count;
      ends = new int[count];
      int end = first;
      for (int i = 0; i < count; i++) {
        end += PortableForm.lengthOf(size(i), runs(i), bytes, end);
        ends[i] = end;
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IllegalArgumentException("not a set of members", e);
    }
    if ((ends.length == 0 ? first : ends[ends.length - 1]) != bytes.limit()) {
      throw new IllegalArgumentException("not a set of members: it has another length");
    }
  }

  /** Blocks with members. */
  public int count() {
    return ends.length;
  }

  /** The number of the i-th block with members. */
  public int block(int i) {
    return header[2 * i];
  }

  private int size(int i) {
    return header[2 * i + 1] + 1;
  }

  private boolean runs(int i) {
    return runFlags.length > 0 && (runFlags[i / 8] >>> (i % 8) & 1) != 0;
  }

  void addTo(CanonicalSet.Builder target, int i) {
    int from = i == 0 ? first : ends[i - 1];
    target.add(block(i), size(i), runs(i), bytes.slice(from, ends[i] - from));
  }
}
