package dev.rollcall.members;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A block that stays in the bytes of a set, such as those of a mapped file, and costs the heap 24
 * bytes: whether it has a member is read where it lies, for all else it is decoded, each time. What
 * is decoded is checked, so damaged bytes throw an {@link IllegalArgumentException} at worst.
 */
final class MappedBlock implements Block {
  private static final int OBJECT_BYTES = 24;
  private static final int RUN_BYTES = 4;

  private final ByteBuffer bytes;
  private final int at;
  private final int size;
  private final boolean runs;

  private MappedBlock(ByteBuffer bytes, int at, int size, boolean runs) {
    this.bytes = bytes;
    this.at = at;
    this.size = size;
    this.runs = runs;
  }

  /** The block at the position of the bytes, which moves behind it. A full one needs no bytes. */
  static Block at(ByteBuffer in, int size, boolean runs) {
    if (size == Members.BLOCK_USERS) return PortableForm.block(in, size, runs);
    MappedBlock block = new MappedBlock(in, in.position(), size, runs);
    PortableForm.skip(in, block.length());
    return block;
  }

  private int length() {
    if (runs) return 2 + RUN_BYTES * bytes.getChar(at);
    return size <= PortableForm.ARRAY_LIMIT ? 2 * size : 8 * Members.BLOCK_WORDS;
  }

  @Override
  public Block plain() {
    ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(at);
    return PortableForm.block(in, size, runs);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean contains(int ordinal) {
    char low = (char) ordinal;
    if (runs) {
      int run = last(low, 0, bytes.getChar(at), at + 2, RUN_BYTES);
      int start = at + 2 + RUN_BYTES * run;
      return run >= 0 && low - bytes.getChar(start) <= bytes.getChar(start + 2);
    }
    return size > PortableForm.ARRAY_LIMIT ? (word(low) >>> low & 1) == 1 : arrayContains(low);
  }

  private long word(char low) {
    return bytes.getLong(at + (low >>> 6 << 3));
  }

  /** Looks where an even spread would have the member, then ever farther to both sides. */
  private boolean arrayContains(char low) {
    int from = guess(low);
    int to = from;
    for (int step = 8; from > 0 && bytes.getChar(at + 2 * from) > low; step *= 2) {
      to = from;
      from = Math.max(0, from - step);
    }
    for (int step = 8; to < size && bytes.getChar(at + 2 * to) <= low; step *= 2) {
      from = to;
      to = Math.min(size, to + step);
    }
    int found = last(low, from, to, at, 2);
    return found >= 0 && bytes.getChar(at + 2 * found) == low;
  }

  private int guess(char low) {
    return (low * size) >>> Character.SIZE;
  }

  /**
   * The last in {@code [from, to)} of ascending numbers, so many bytes apart, that is not above
   * {@code low}; before them when there is none.
   */
  private int last(char low, int from, int to, int base, int apart) {
    int below = from - 1;
    int above = to;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (bytes.getChar(base + apart * middle) <= low) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }

  @Override
  public long touch(int ordinal) {
    char low = (char) ordinal;
    if (runs) return bytes.getChar(at);
    return size > PortableForm.ARRAY_LIMIT ? word(low) : bytes.getChar(at + 2 * guess(low));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a block that did not change gives itself
  public Block plus(int[] sorted, int from, int to, Object owner) {
    Block plain = plain();
    Block changed = plain.plus(sorted, from, to, owner);
    return changed == plain ? this : changed;
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public Block minus(int[] sorted, int from, int to, Object owner) {
    Block plain = plain();
    Block changed = plain.minus(sorted, from, to, owner);
    return changed == plain ? this : changed;
  }

  @Override
  public Block and(Block other) {
    return plain().and(other);
  }

  @Override
  public Block or(Block other) {
    return plain().or(other);
  }

  @Override
  public Block andNot(Block other) {
    return plain().andNot(other);
  }

  @Override
  public int andSize(Block other) {
    return plain().andSize(other);
  }

  @Override
  public char[] members() {
    return plain().members();
  }

  @Override
  public long[] words() {
    return plain().words();
  }

  @Override
  public void copyTo(long[] words, int to) {
    if (runs || size <= PortableForm.ARRAY_LIMIT) {
      plain().copyTo(words, to);
      return;
    }
    bytes
        .slice(at, 8 * Members.BLOCK_WORDS)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(words, to, Members.BLOCK_WORDS);
    PortableForm.check(Words.count(words, to) == size, "a block of another size");
  }

  @Override
  public org.roaringbitmap.Container container() {
    return plain().container();
  }

  @Override
  public long heapBytes() {
    return OBJECT_BYTES;
  }

  /** As its decoded form: {@link Members} compares those. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Block block && plain().equals(block.plain());
  }

  @Override
  public int hashCode() {
    return plain().hashCode();
  }
}
