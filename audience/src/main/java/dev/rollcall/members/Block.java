package dev.rollcall.members;

import org.roaringbitmap.Container;

/**
 * One block of a set: which of 65,536 neighbouring users are members. Immutable, but for an owner
 * who has shown it to nobody, and always in the one form its size calls for: up to {@value
 * #ARRAY_LIMIT} members an {@link ArrayBlock}, above it a {@link DenseBlock}; so equal blocks have
 * equal forms; a {@link MappedBlock} is read as one of the two. Absence is {@link
 * ArrayBlock#EMPTY}, never null.
 *
 * <p>Members are named by the low 16 bits of their ordinal; where a method takes ordinals, it
 * ignores the rest. Every operation whose result is one of the blocks it was given returns that
 * very block, which is what lets versions of a set share them.
 */
sealed interface Block permits ArrayBlock, DenseBlock, MappedBlock {
  /**
   * Most members an array holds. Half of {@link PortableForm#ARRAY_LIMIT}: from there to it bits
   * cost up to twice the bytes, but a lookup reads one word where it would search, and a writer
   * sets bits in place where it would copy.
   */
  int ARRAY_LIMIT = 2_048;

  int size();

  /** This block on the heap: itself, unless it lies elsewhere. */
  default Block plain() {
    return this;
  }

  boolean contains(int ordinal);

  /** Reads what {@link #contains} will most likely read, for it to be in the cache by then. */
  long touch(int ordinal);

  /**
   * Sets the bits of those of the ordinals {@code [from, to)} that are members; a bit has its
   * ordinal's place in the array.
   */
  default void mark(int[] ordinals, int from, int to, long[] column) {
    for (int i = from; i < to; i++) {
      column[i >>> 6] |= (contains(ordinals[i]) ? 1L : 0L) << i;
    }
  }

  /**
   * This block and the ascending ordinals {@code [from, to)}; this very block, changed, when it
   * belongs to the owner. {@link Members#NOBODY} owns none.
   */
  Block plus(int[] sorted, int from, int to, Object owner);

  /** This block without the ascending ordinals {@code [from, to)}, otherwise as {@link #plus}. */
  Block minus(int[] sorted, int from, int to, Object owner);

  Block and(Block other);

  Block or(Block other);

  Block andNot(Block other);

  /** How many members this block and the other one have in common. */
  int andSize(Block other);

  /** The members in ascending order. Not to be written to: it may be the block's own array. */
  char[] members();

  /** The members as bits of 1,024 words. Not to be written to: it may be the block's own array. */
  long[] words();

  /** Overwrites 1,024 words from {@code at} with the members' bits. */
  void copyTo(long[] words, int at);

  /** The library's view of the same members, sharing this block's array: only to be read. */
  Container container();

  /** Estimate of the bytes this block keeps on the heap. */
  long heapBytes();
}
