package dev.rollcall.members;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set as its canonical bytes, in parts that lie where they were made: joining blocks costs their
 * header only.
 *
 * @param size members
 * @param length bytes of all parts
 * @param parts the canonical bytes, in order; to be read through duplicates
 */
public record CanonicalSet(long size, long length, List<ByteBuffer> parts) {
  public CanonicalSet {
    parts = List.copyOf(parts);
  }

  /** The canonical bytes of a set. */
  public static CanonicalSet of(Members members) {
    byte[] bytes = members.toBytes();
    return new CanonicalSet(members.size(), bytes.length, List.of(ByteBuffer.wrap(bytes)));
  }

  /**
   * The whole set whose parts, each a set of its own, lie one above the other: in every set all
   * blocks come after those of the sets before.
   */
  public static CanonicalSet joined(List<PortableBlocks> ranges) {
    Builder joined = new Builder();
    for (PortableBlocks range : ranges) {
      for (int i = 0; i < range.count(); i++) {
        range.addTo(joined, i);
      }
    }
    return joined.build();
  }

  /** Lower-case hex SHA-256 of the bytes. */
  public String contentId() {
    return PortableForm.contentId(parts);
  }

  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    parts.forEach(part -> bytes.put(part.duplicate()));
    return bytes.array();
  }

  /** Joins encoded blocks, ascending, into a set. */
  static final class Builder {
    private char[] header = new char[64];
    private int[] lengths = new int[32];
    private byte[] runFlags = new byte[4];
    private int count;
    private boolean anyRuns;
    private long size;
    private final List<ByteBuffer> parts = new ArrayList<>();

    Builder() {
      parts.add(ByteBuffer.allocate(0)); // the header's place
    }

    void add(int block, int members, boolean runs, ByteBuffer bytes) {
      if (count > 0 && block <= header[2 * count - 2]) {
        throw new IllegalArgumentException("blocks must be ascending");
      }
      if (count == lengths.length) {
        header = Arrays.copyOf(header, 4 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
        runFlags = Arrays.copyOf(runFlags, 2 * count / 8);
      }
      header[2 * count] = (char) block;
      header[2 * count + 1] = (char) (members - 1);
      lengths[count] = bytes.remaining();
      if (runs) {
        runFlags[count / 8] |= (byte) (1 << count % 8);
        anyRuns = true;
      }
      count++;
      size += members;
      parts.add(bytes);
    }

    CanonicalSet build() {
      boolean offsets = !anyRuns || count >= PortableForm.OFFSETS_FROM_BLOCKS;
      int flagBytes = (count + 7) / 8;
      int headerBytes = (anyRuns ? 4 + flagBytes : 8) + (offsets ? 8 : 4) * count;
      ByteBuffer out = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
      if (anyRuns) {
        out.putInt(PortableForm.COOKIE_WITH_RUNS | (count - 1) << 16).put(runFlags, 0, flagBytes);
      } else {
        out.putInt(PortableForm.COOKIE_WITHOUT_RUNS).putInt(count);
      }
      for (int i = 0; i < 2 * count; i++) {
        out.putChar(header[i]);
      }
      long length = headerBytes;
      for (int i = 0; i < count; i++) {
        if (offsets) {
          out.putInt(Math.toIntExact(length));
        }
        length += lengths[i];
      }
      parts.set(0, out.flip());
      return new CanonicalSet(size, length, parts);
    }
  }
}
