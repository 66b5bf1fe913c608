package dev.rollcall.members;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.IntConsumer;

/**
 * An immutable set of users, by ordinal (0 to {@link Integer#MAX_VALUE}). It is kept in blocks of
 * {@value #BLOCK_USERS} users that versions share: a writer makes the next version at the cost of
 * the blocks it touches, while any number of readers use the one they hold, without locks.
 */
public final class Members {
  /** Users in a block. */
  public static final int BLOCK_USERS = 65_536;

  /** Words of 64 users in a block. */
  public static final int BLOCK_WORDS = 1_024;

  /** The owner of blocks that nobody writes to. */
  static final Object NOBODY = new Object();

  static final int BLOCK_SHIFT = 16;

  private static final int HEADER_BYTES = 24 + 16;
  private static final int REFERENCE_BYTES = 4;
  private static final Members EMPTY = new Members(new Block[0], 0);

  /** By block number; the last one is never empty. */
  private final Block[] blocks;

  private final long size;

  private Members(Block[] blocks, long size) {
    this.blocks = blocks;
    this.size = size;
  }

  /** The set of the first {@code length} blocks, without the empty ones at their end. */
  private static Members of(Block[] blocks, int length, long size) {
    int limit = length;
    while (limit > 0 && blocks[limit - 1].size() == 0) {
      limit--;
    }
    return limit == 0 ? EMPTY : new Members(Arrays.copyOf(blocks, limit), size);
  }

  public static Members empty() {
    return EMPTY;
  }

  /** The set of these ordinals, in any order, repeated or not. */
  public static Members of(int... ordinals) {
    int[] sorted = ordinals.clone();
    return ofSorted(sorted, 0, Ordinals.sortDistinct(sorted, sorted.length));
  }

  /** The set of the ascending ordinals {@code [from, to)}, repeated or not. */
  public static Members ofSorted(int[] sorted, int from, int to) {
    return EMPTY.plus(sorted, from, to);
  }

  /** A builder of a set from blocks of bits. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The set of bytes in Roaring's portable format, canonical or not.
   *
   * @throws IllegalArgumentException when they are anything else, or hold a user above {@link
   *     Integer#MAX_VALUE}
   */
  public static Members fromBytes(byte[] bytes) {
    return PortableForm.read(bytes);
  }

  /**
   * The set that lies in these bytes, as {@link #fromBytes}. They are not copied, so they must not
   * change, and only where blocks lie is checked now: reading a damaged block throws an {@link
   * IllegalArgumentException} later, if it can be seen that it is damaged.
   */
  public static Members in(ByteBuffer bytes) {
    return PortableForm.map(bytes);
  }

  /** The name of a set's canonical bytes: their SHA-256 in lower-case hexadecimal. */
  public static String contentId(byte[] canonicalBytes) {
    return contentId(ByteBuffer.wrap(canonicalBytes));
  }

  /** The name of a set's canonical bytes, which lie in a buffer and stay unread. */
  public static String contentId(ByteBuffer canonicalBytes) {
    return PortableForm.contentId(canonicalBytes);
  }

  public long size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean contains(int ordinal) {
    int block = ordinal >>> BLOCK_SHIFT;
    return block < blocks.length && blocks[block].contains(ordinal);
  }

  /**
   * This set and the ascending ordinals {@code [from, to)}, repeated or not; this very set when it
   * has them all.
   */
  public Members plus(int[] sorted, int from, int to) {
    return plus(sorted, from, to, NOBODY);
  }

  /**
   * This set without the ascending ordinals {@code [from, to)}, repeated or not; this very set when
   * it has none of them.
   */
  public Members minus(int[] sorted, int from, int to) {
    return minus(sorted, from, to, NOBODY);
  }

  /**
   * As {@link #plus(int[], int, int)}, for a writer who goes on and on: large blocks that were made
   * for the same owner are written in place, so the versions that have them change too. The writer
   * takes another owner, any new object, whenever a version is to stay as it is; until then others
   * may only ask a version what it {@link #contains}.
   */
  public Members plus(int[] sorted, int from, int to, Object owner) {
    return amended(Block::plus, sorted, from, to, owner);
  }

  /** As {@link #minus(int[], int, int)}, in place as {@link #plus(int[], int, int, Object)}. */
  public Members minus(int[] sorted, int from, int to, Object owner) {
    return amended(Block::minus, sorted, from, to, owner);
  }

  private interface Amendment {
    Block apply(Block block, int[] sorted, int from, int to, Object owner);
  }

  /** An amendment only adds or only removes, so the same size means the same set. */
  private Members amended(Amendment amendment, int[] sorted, int from, int to, Object owner) {
    Ordinals.checkAscending(sorted, from, to);
    if (from == to) {
      return this;
    }
    int limit = Math.max(blocks.length, (sorted[to - 1] >>> BLOCK_SHIFT) + 1);
    Block[] next = Arrays.copyOf(blocks, limit);
    Arrays.fill(next, blocks.length, limit, ArrayBlock.EMPTY);
    long nextSize = size;
    int end;
    for (int i = from; i < to; i = end) {
      int block = sorted[i] >>> BLOCK_SHIFT;
      end = i + 1;
      while (end < to && sorted[end] >>> BLOCK_SHIFT == block) {
        end++;
      }
      nextSize -= next[block].size();
      next[block] = amendment.apply(next[block], sorted, i, end, owner);
      nextSize += next[block].size();
    }
    return nextSize == size ? this : of(next, limit, nextSize);
  }

  public Members and(Members other) {
    return combined(other, Math.min(blocks.length, other.blocks.length), Block::and);
  }

  public Members or(Members other) {
    return combined(other, Math.max(blocks.length, other.blocks.length), Block::or);
  }

  public Members andNot(Members other) {
    return combined(other, blocks.length, Block::andNot);
  }

  private Members combined(Members other, int limit, BinaryOperator<Block> operation) {
    Builder result = builder();
    for (int block = 0; block < limit; block++) {
      result.add(block, combined(block(block), other.block(block), operation));
    }
    return result.build();
  }

  @SuppressWarnings("ReferenceEquality") // an operand that is the result stays shared
  private static Block combined(Block one, Block other, BinaryOperator<Block> operation) {
    Block plain = one.plain();
    Block otherPlain = other.plain();
    Block result = operation.apply(plain, otherPlain);
    return result == plain ? one : result == otherPlain ? other : result;
  }

  /** The size of the intersection, without building it. */
  public long andSize(Members other) {
    long common = 0;
    int limit = Math.min(blocks.length, other.blocks.length);
    for (int block = 0; block < limit; block++) {
      common += blocks[block].andSize(other.blocks[block].plain());
    }
    return common;
  }

  /** Calls the consumer with every ordinal, ascending. */
  public void forEach(IntConsumer consumer) {
    for (int block = 0; block < blocks.length; block++) {
      int base = block << BLOCK_SHIFT;
      for (char low : blocks[block].members()) {
        consumer.accept(base | low);
      }
    }
  }

  /** Every ordinal, ascending. */
  public int[] toArray() {
    int[] ordinals = new int[Math.toIntExact(size)];
    int at = 0;
    for (int block = 0; block < blocks.length; block++) {
      int base = block << BLOCK_SHIFT;
      for (char low : blocks[block].members()) {
        ordinals[at++] = base | low;
      }
    }
    return ordinals;
  }

  /** The block of this number, empty when there is none. */
  Block block(int block) {
    return block < blocks.length ? blocks[block] : ArrayBlock.EMPTY;
  }

  /** One past the highest block that has members; 0 for the empty set. */
  public int blockLimit() {
    return blocks.length;
  }

  /**
   * Whether both sets hold the very same block, or neither has any members there: then they are
   * surely equal in it. A cheap test of what may have changed between two versions.
   */
  @SuppressWarnings("ReferenceEquality") // a cheap answer is the point
  public boolean sharesBlock(Members other, int block) {
    return block(block) == other.block(block);
  }

  /** Whether both sets have the same members in this block. */
  public boolean sameBlock(Members other, int block) {
    return sharesBlock(other, block) || block(block).plain().equals(other.block(block).plain());
  }

  /** How many members are in this block. */
  public int blockSize(int block) {
    return block(block).size();
  }

  /**
   * Overwrites {@value #BLOCK_WORDS} words from {@code at} with the block's users, the lowest
   * ordinal first; zeros when there are none.
   */
  public void copyBlock(int block, long[] words, int at) {
    block(block).copyTo(words, at);
  }

  /**
   * The canonical bytes: Roaring's portable format, each block in the smallest of its forms. Equal
   * sets have equal bytes, however they came about.
   */
  public byte[] toBytes() {
    return PortableForm.write(blocks);
  }

  /** Estimate of the bytes on the heap, those of blocks shared with other versions included. */
  public long heapBytes() {
    long bytes = HEADER_BYTES + (long) REFERENCE_BYTES * blocks.length;
    for (Block block : blocks) {
      bytes += block.heapBytes();
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Members members && size == members.size && sameBlocks(members);
  }

  private boolean sameBlocks(Members other) {
    if (blocks.length != other.blocks.length) return false;
    for (int block = 0; block < blocks.length; block++) {
      if (!sameBlock(other, block)) return false;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blocks);
  }

  /** Tells the size only: who is in a set is nobody's business in a log line. */
  @Override
  public String toString() {
    return "Members[" + size + "]";
  }

  /** Collects blocks in ascending order into a set. Not safe for use by several threads. */
  public static final class Builder {
    private Block[] blocks = new Block[16];
    private int length;
    private long size;

    private Builder() {}

    /**
     * Adds the block of the {@value #BLOCK_WORDS} words from {@code at}, which are copied; one
     * without members is skipped.
     */
    public Builder addBlock(int block, long[] words, int at) {
      return add(block, DenseBlock.copyOf(words, at));
    }

    Builder add(int block, Block added) {
      if (block < length || block > Integer.MAX_VALUE >>> BLOCK_SHIFT) {
        throw new IllegalArgumentException("blocks must be ascending and hold ordinals only");
      }
      if (block >= blocks.length) {
        blocks = Arrays.copyOf(blocks, Math.max(block + 1, 2 * blocks.length));
      }
      Arrays.fill(blocks, length, block, ArrayBlock.EMPTY);
      blocks[block] = added;
      length = block + 1;
      size += added.size();
      return this;
    }

    /** The set of what was added. */
    public Members build() {
      return of(blocks, length, size);
    }
  }
}
