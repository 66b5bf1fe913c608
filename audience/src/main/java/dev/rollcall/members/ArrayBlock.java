package dev.rollcall.members;

import java.util.Arrays;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.Container;

/** A block of few members: their low 16 bits in ascending order. */
final class ArrayBlock implements Block {
  static final ArrayBlock EMPTY = new ArrayBlock(new char[0]);

  private static final int HEADER_BYTES = 16 + 16;

  private final char[] members;

  /**
   * Keeps the array, which is ascending, without duplicates, and no longer than {@link
   * #ARRAY_LIMIT}.
   */
  private ArrayBlock(char[] members) {
    this.members = members;
  }

  /**
   * The block of the first {@code size} of the ascending, distinct members; keeps the array when it
   * is full.
   */
  static ArrayBlock of(char[] members, int size) {
    if (size == 0) {
      return EMPTY;
    }
    return new ArrayBlock(size == members.length ? members : Arrays.copyOf(members, size));
  }

  @Override
  public int size() {
    return members.length;
  }

  @Override
  public boolean contains(int ordinal) {
    char low = (char) ordinal;
    int from = 0;
    int width = members.length;
    while (width > 1) {
      int half = width >>> 1;
      from += members[from + half] <= low ? half : 0;
      width -= half;
    }
    return width == 1 && members[from] == low;
  }

  @Override
  public Block plus(int[] sorted, int from, int to) {
    if (members.length + (to - from) > ARRAY_LIMIT) {
      long[] words = words();
      int size = members.length + Words.set(words, sorted, from, to);
      return size == members.length ? this : DenseBlock.of(words, size);
    }
    char[] merged = new char[members.length + (to - from)];
    int size = 0;
    int at = 0;
    for (int i = from; i < to; i++) {
      char low = (char) sorted[i];
      int next = SortedChars.seek(members, at, low);
      System.arraycopy(members, at, merged, size, next - at);
      size += next - at;
      at = next;
      boolean known = at < members.length && members[at] == low;
      boolean repeated = size > 0 && merged[size - 1] == low;
      if (!known && !repeated) {
        merged[size++] = low;
      }
    }
    int rest = members.length - at;
    System.arraycopy(members, at, merged, size, rest);
    size += rest;
    return size == members.length ? this : of(merged, size);
  }

  @Override
  public Block minus(int[] sorted, int from, int to) {
    char[] kept = new char[members.length];
    int size = 0;
    int at = 0;
    for (int i = from; i < to && at < members.length; i++) {
      char low = (char) sorted[i];
      int next = SortedChars.seek(members, at, low);
      System.arraycopy(members, at, kept, size, next - at);
      size += next - at;
      at = next < members.length && members[next] == low ? next + 1 : next;
    }
    int rest = members.length - at;
    System.arraycopy(members, at, kept, size, rest);
    size += rest;
    return size == members.length ? this : of(kept, size);
  }

  @Override
  public int overlap(Block other) {
    return switch (other) {
      case ArrayBlock array -> SortedChars.common(members, array.members);
      case DenseBlock dense -> dense.count(members);
    };
  }

  @Override
  public Block intersection(Block other, int size) {
    return picked(other, true, size);
  }

  @Override
  public Block union(Block other, int size) {
    if (other instanceof ArrayBlock array && size <= ARRAY_LIMIT) {
      return new ArrayBlock(SortedChars.union(members, array.members, size));
    }
    long[] words = words();
    other.addTo(words);
    return DenseBlock.of(words, size);
  }

  @Override
  public Block difference(Block other, int size) {
    return picked(other, false, size);
  }

  /** The {@code size} members that the other block has, or those that it has not. */
  private ArrayBlock picked(Block other, boolean present, int size) {
    char[] picked = new char[size];
    switch (other) {
      case ArrayBlock array -> SortedChars.pick(members, array.members, present, picked);
      case DenseBlock dense -> dense.pick(members, present, picked);
    }
    return new ArrayBlock(picked);
  }

  @Override
  public void addTo(long[] words) {
    addTo(words, 0);
  }

  private void addTo(long[] words, int at) {
    for (char low : members) {
      words[at + (low >>> 6)] |= 1L << low;
    }
  }

  @Override
  public void removeFrom(long[] words) {
    for (char low : members) {
      words[low >>> 6] &= ~(1L << low);
    }
  }

  @Override
  public void copyTo(long[] words, int at) {
    Arrays.fill(words, at, at + Members.BLOCK_WORDS, 0);
    addTo(words, at);
  }

  private long[] words() {
    long[] words = new long[Members.BLOCK_WORDS];
    addTo(words);
    return words;
  }

  @Override
  public char[] members() {
    return members;
  }

  @Override
  public Container container() {
    return new ArrayContainer(members);
  }

  @Override
  public long heapBytes() {
    return members.length == 0 ? 0 : HEADER_BYTES + 2L * members.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrayBlock array && Arrays.equals(members, array.members);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(members);
  }
}
