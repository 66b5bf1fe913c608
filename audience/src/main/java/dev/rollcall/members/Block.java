package dev.rollcall.members;

import org.roaringbitmap.Container;

/**
 * One block of a set: which of 65,536 neighbouring users are members. Immutable, and always in the
 * one form its size calls for: up to {@value #ARRAY_LIMIT} members an {@link ArrayBlock}, above it
 * a {@link DenseBlock}; so equal blocks have equal forms. Absence is {@link ArrayBlock#EMPTY},
 * never null.
 *
 * <p>Members are named by the low 16 bits of their ordinal; where a method takes ordinals, it
 * ignores the rest. Every operation that changes nothing returns the block it was given, which is
 * what lets versions of a set share blocks.
 */
sealed interface Block permits ArrayBlock, DenseBlock {
  /**
   * Most members an array holds: from here on, two bytes a member cost more than a bit a user.
   * Roaring's own limit.
   */
  int ARRAY_LIMIT = 4_096;

  int size();

  boolean contains(int ordinal);

  /** This block and the ascending ordinals {@code [from, to)}. */
  Block plus(int[] sorted, int from, int to);

  /** This block without the ascending ordinals {@code [from, to)}. */
  Block minus(int[] sorted, int from, int to);

  /** How many members this block and another one have in common. */
  int overlap(Block other);

  /**
   * The members in common, known to be {@code size} many, more than none and fewer than either
   * block has.
   */
  Block intersection(Block other, int size);

  /** The members of either block, known to be {@code size} many, more than either block has. */
  Block union(Block other, int size);

  /**
   * The members only this block has, known to be {@code size} many, more than none and fewer than
   * it has.
   */
  Block difference(Block other, int size);

  /** Sets the members' bits among the 1,024 words. */
  void addTo(long[] words);

  /** Clears the members' bits among the 1,024 words. */
  void removeFrom(long[] words);

  /** Overwrites 1,024 words from {@code at} with this block's bits. */
  void copyTo(long[] words, int at);

  /** The members in ascending order; not to be written to, it may be the block's own array. */
  char[] members();

  /** The library's view of the same members, sharing this block's array: only to be read. */
  Container container();

  /** Estimate of the bytes this block keeps on the heap. */
  long heapBytes();

  /** Whether the other one is this very object, as it is where versions of a set share a block. */
  @SuppressWarnings("ReferenceEquality") // a cheap answer is the point; equal blocks may be two
  default boolean is(Block other) {
    return this == other;
  }

  default int andSize(Block other) {
    return is(other) ? size() : overlap(other);
  }

  default Block and(Block other) {
    int common = andSize(other);
    if (common == 0) {
      return ArrayBlock.EMPTY;
    }
    if (common == size()) {
      return this;
    }
    return common == other.size() ? other : intersection(other, common);
  }

  default Block or(Block other) {
    int common = andSize(other);
    if (common == other.size()) {
      return this;
    }
    return common == size() ? other : union(other, size() + other.size() - common);
  }

  default Block andNot(Block other) {
    int common = andSize(other);
    if (common == 0) {
      return this;
    }
    return common == size() ? ArrayBlock.EMPTY : difference(other, size() - common);
  }
}
