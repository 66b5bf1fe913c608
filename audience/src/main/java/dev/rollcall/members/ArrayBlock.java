package dev.rollcall.members;

import java.util.Arrays;
import org.roaringbitmap.ArrayContainer;
import org.roaringbitmap.Container;

/** A block of few members: their low 16 bits in ascending order. */
final class ArrayBlock implements Block {
  static final ArrayBlock EMPTY = new ArrayBlock(new char[0]);

  private static final int HEADER_BYTES = 16 + 16;

  /**
   * From so many members an ordinal on, leaping from ordinal to ordinal is faster than going
   * through all members: with 4 it takes 23 ns an ordinal to 16, with 8 it takes 18 to 27.
   */
  private static final int LEAP_FROM = 6;

  private final char[] members;

  /** The greatest member, kept here so that most questions touch one line of the array; else 0. */
  private final char last;

  /**
   * Keeps the array, which is ascending, without duplicates, and no longer than {@link
   * #ARRAY_LIMIT}.
   */
  private ArrayBlock(char[] members) {
    this.members = members;
    this.last = members.length == 0 ? 0 : members[members.length - 1];
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

  /**
   * Looks first where an even spread up to the last member would have it, which in large blocks is
   * most often the right cache line: a search by halves from the middle touches three or four.
   */
  @Override
  public boolean contains(int ordinal) {
    char low = (char) ordinal;
    if (low > last) {
      return false;
    }
    int at = guess(low);
    for (int step = 8; at > 0 && members[at] > low; step *= 2) {
      at = Math.max(0, at - step);
    }
    at = seek(at, low);
    return at < members.length && members[at] == low;
  }

  /** About where a member not above the last one is. */
  private int guess(char low) {
    return low * members.length / (last + 1);
  }

  @Override
  public long touch(int ordinal) {
    char low = (char) ordinal;
    return low > last || members.length == 0 ? 0 : members[guess(low)];
  }

  /**
   * The first index from {@code from} on whose member is not below {@code low}, found by leaps that
   * double.
   */
  private int seek(int from, char low) {
    if (from >= members.length || members[from] >= low) {
      return from;
    }
    int below = from;
    int step = 1;
    while (below + step < members.length && members[below + step] < low) {
      below += step;
      step *= 2;
    }
    int found = Math.min(below + step, members.length);
    while (found - below > 1) {
      int middle = (below + found) >>> 1;
      if (members[middle] < low) {
        below = middle;
      } else {
        found = middle;
      }
    }
    return found;
  }

  @Override
  public Block plus(int[] sorted, int from, int to, Object owner) {
    if (members.length + (to - from) > ARRAY_LIMIT) {
      long[] words = words();
      int added = Words.set(words, sorted, from, to);
      return added == 0 ? this : DenseBlock.of(words, members.length + added, owner);
    }
    char[] merged = new char[members.length + (to - from)];
    int size =
        members.length > (to - from) * LEAP_FROM
            ? leap(sorted, from, to, merged)
            : merge(sorted, from, to, merged);
    return size == members.length ? this : of(merged, size);
  }

  /** Fills in the members and the ordinals, each once; returns how many. For few ordinals. */
  private int leap(int[] sorted, int from, int to, char[] merged) {
    int size = 0;
    int at = 0;
    for (int i = from; i < to; i++) {
      char low = (char) sorted[i];
      int next = seek(at, low);
      System.arraycopy(members, at, merged, size, next - at);
      size += next - at;
      at = next;
      boolean known = at < members.length && members[at] == low;
      boolean repeated = size > 0 && merged[size - 1] == low;
      if (!known && !repeated) {
        merged[size++] = low;
      }
    }
    System.arraycopy(members, at, merged, size, members.length - at);
    return size + members.length - at;
  }

  /**
   * Fills in the members and the ordinals, each once; returns how many. Without branches that
   * depend on the members, as nobody can predict them.
   */
  private int merge(int[] sorted, int from, int to, char[] merged) {
    int size = 0;
    int at = 0;
    int last = -1;
    int i = from;
    while (at < members.length && i < to) {
      int known = members[at];
      int added = (char) sorted[i];
      int least = Math.min(known, added);
      merged[size] = (char) least;
      size += (last - least) >>> 31;
      last = least;
      at += (known - added - 1) >>> 31;
      i += (added - known - 1) >>> 31;
    }
    System.arraycopy(members, at, merged, size, members.length - at);
    size += members.length - at;
    for (; i < to; i++) {
      int added = (char) sorted[i];
      merged[size] = (char) added;
      size += (last - added) >>> 31;
      last = added;
    }
    return size;
  }

  @Override
  public Block minus(int[] sorted, int from, int to, Object owner) {
    char[] kept = new char[members.length];
    int size = 0;
    int at = 0;
    for (int i = from; i < to && at < members.length; i++) {
      char low = (char) sorted[i];
      int next = seek(at, low);
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
  public Block and(Block other) {
    Block common = picked(other, 1);
    return common.size() == other.size() ? other : common;
  }

  @Override
  public Block andNot(Block other) {
    return picked(other, 0);
  }

  /**
   * The members whose bit in the other block is this. Without branches, as there is nothing to
   * predict.
   */
  private Block picked(Block other, int bit) {
    if (members.length == 0 || other.size() == 0) {
      return bit == 0 ? this : EMPTY;
    }
    long[] words = other.words();
    char[] picked = new char[members.length];
    int size = 0;
    for (char low : members) {
      picked[size] = low;
      size += Words.bit(words, low) ^ bit ^ 1;
    }
    return size == members.length ? this : of(picked, size);
  }

  @Override
  public Block or(Block other) {
    if (members.length == 0 || other instanceof DenseBlock) {
      return members.length == 0 ? other : other.or(this);
    }
    long[] words = words();
    int added = Words.set(words, other.members());
    if (added == 0) {
      return this;
    }
    int size = members.length + added;
    return size == other.size() ? other : DenseBlock.of(words, size);
  }

  @Override
  public int andSize(Block other) {
    if (members.length == 0 || other.size() == 0) {
      return 0;
    }
    long[] words = other.words();
    int common = 0;
    for (char low : members) {
      common += Words.bit(words, low);
    }
    return common;
  }

  @Override
  public long[] words() {
    long[] words = new long[Members.BLOCK_WORDS];
    Words.set(words, members);
    return words;
  }

  @Override
  public void copyTo(long[] words, int at) {
    Arrays.fill(words, at, at + Members.BLOCK_WORDS, 0);
    for (char low : members) {
      words[at + (low >>> 6)] |= 1L << low;
    }
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
