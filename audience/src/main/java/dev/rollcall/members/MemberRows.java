package dev.rollcall.members;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Some sets that are asked together which of them contain an ordinal. The answer is a row with a
 * bit for each set, by its place; for many ordinals it is a column for each set, with a bit for
 * each ordinal. Safe for many threads.
 */
public final class MemberRows {
  /** Ordinals from which on it is better to go from set to set, by {@link #columns}. */
  public static final int MANY = 16;

  /**
   * Ordinals asked for in a block from which on it is turned round: which takes 0.4 to 19 ms, where
   * asking so many takes 0.6 to 19.
   */
  static final int INDEXED_FROM = 1_000;

  /** Bytes of all blocks turned round, at most: of 10 million users who are on ten lists each. */
  private static final long MAX_INDEX_BYTES = 256L << 20;

  private static final long[] NO_BITS = new long[Members.BLOCK_WORDS];

  /** Keeps the reads ahead from being optimised away. */
  @SuppressWarnings("unused")
  private static long touched;

  private final Members[] sets;

  /** By block number that block of every set, gathered when it is first asked for. */
  private final AtomicReferenceArray<Gathered> gathered;

  /** Whether a block is being turned round; whoever sets it may also count the bytes. */
  private final AtomicBoolean turningOne = new AtomicBoolean();

  private long indexBytes;
  private final Executor turning;

  /**
   * The blocks of all sets with one number, side by side: the way through each set to its block is
   * as long as that from the block to the bit.
   */
  private static final class Gathered {
    static final Gathered NONE = new Gathered(new Members[0], 0);

    /** Of the sets whose block is an array of bits; for the others no bit is set. */
    final long[][] bits;

    /** The others that have members there: their places, and their blocks. */
    final int[] searched;

    final Block[] blocks;

    /** Ordinals asked for so far; about, as many threads count. */
    int asked;

    /** Whether it was decided if it is to be turned round. */
    volatile boolean settled;

    /** All of it turned round, once it was asked for often. */
    volatile @Nullable BlockIndex index;

    Gathered(Members[] sets, int number) {
      bits = new long[sets.length][];
      int[] places = new int[sets.length];
      Block[] others = new Block[sets.length];
      int count = 0;
      for (int i = 0; i < sets.length; i++) {
        Block block = sets[i].block(number);
        boolean dense = block instanceof DenseBlock;
        bits[i] = dense ? block.words() : NO_BITS;
        if (!dense && block.size() > 0) {
          places[count] = i;
          others[count++] = block;
        }
      }
      searched = Arrays.copyOf(places, count);
      blocks = Arrays.copyOf(others, count);
    }
  }

  /** Asks these sets. When one changes, another of these is to be made. */
  public MemberRows(Members[] sets) {
    this(sets, Thread::startVirtualThread);
  }

  /**
   * @param turning turns blocks round: not who asks, whom others may wait for
   */
  MemberRows(Members[] sets, Executor turning) {
    this.sets = sets.clone();
    this.turning = turning;
    int limit = Arrays.stream(sets).mapToInt(Members::blockLimit).max().orElse(0);
    this.gathered = new AtomicReferenceArray<>(limit);
  }

  /** Words of a row, or a column, with so many bits. */
  public static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * For each ordinal a row of {@link #words} words, one after the other.
   *
   * <p>What costs is that the bits asked for lie far apart. Of a few ordinals one is asked for
   * after the other. Where a block is bits, nothing tells one set from the next, so that the cache
   * misses of many overlap; the others' are touched before the first is searched, to the same end.
   *
   * @param ordinals best ascending
   */
  public long[] of(int... ordinals) {
    int words = words(sets.length);
    long[] rows = new long[ordinals.length * words];
    if (ordinals.length < MANY) {
      for (int i = 0; i < ordinals.length; i++) {
        ask(ordinals[i], rows, i * words);
      }
    } else {
      long[][] columns = columns(ordinals);
      for (int set = 0; set < sets.length; set++) {
        add(columns[set], rows, words, set);
      }
    }
    return rows;
  }

  private void ask(int ordinal, long[] rows, int at) {
    Gathered here = gathered(ordinal >>> Members.BLOCK_SHIFT, 1);
    BlockIndex index = here.index;
    if (index != null) {
      index.ask(ordinal, rows, at);
      return;
    }
    int word = (char) ordinal >>> 6;
    long[][] bits = here.bits;
    for (int from = 0; from < bits.length; from += Long.SIZE) {
      int to = Math.min(bits.length, from + Long.SIZE);
      long which = 0;
      for (int i = from; i < to; i++) {
        which |= (bits[i][word] >>> ordinal & 1) << i;
      }
      rows[at + from / Long.SIZE] = which;
    }
    search(here, ordinal, rows, at);
  }

  private static void search(Gathered here, int ordinal, long[] rows, int at) {
    long read = 0;
    for (Block block : here.blocks) {
      read ^= block.touch(ordinal);
    }
    touched = read;
    for (int i = 0; i < here.blocks.length; i++) {
      int set = here.searched[i];
      rows[at + set / Long.SIZE] |= (here.blocks[i].contains(ordinal) ? 1L : 0L) << set;
    }
  }

  /** What is gathered of a block, of which so many ordinals are asked for now. */
  private Gathered gathered(int number, int asked) {
    if (number >= gathered.length()) return Gathered.NONE;
    Gathered here = gathered.getAcquire(number);
    if (here == null) {
      here = new Gathered(sets, number);
      gathered.setRelease(number, here);
    }
    if (!here.settled) {
      int often = here.asked + asked;
      here.asked = often;
      if (often >= INDEXED_FROM && turningOne.compareAndSet(false, true)) settle(here, number);
    }
    return here;
  }

  /** Turns a block round when there is room for it; one at a time. */
  private void settle(Gathered here, int number) {
    here.settled = true;
    long bytes = BlockIndex.bytes(sets, number);
    if (sets.length > BlockIndex.MOST_SETS || indexBytes + bytes > MAX_INDEX_BYTES) {
      turningOne.set(false);
      return;
    }
    indexBytes += bytes;
    turning.execute(() -> {
      try {
        here.index = BlockIndex.of(sets, number);
      } finally {
        turningOne.set(false);
      }
    });
  }

  /** Whether a block is turned round. */
  boolean isIndexed(int number) {
    Gathered here = number < gathered.length() ? gathered.getAcquire(number) : null;
    return here != null && here.index != null;
  }

  /**
   * For each set a column of {@link #words} words. So 64 ordinals are one word of each set, and
   * what is asked of one of them is asked of all at once.
   *
   * @param ordinals best ascending: those of one block are asked for together
   */
  public long[][] columns(int[] ordinals) {
    long[][] columns = new long[sets.length][words(ordinals.length)];
    for (int from = 0, to; from < ordinals.length; from = to) {
      int number = ordinals[from] >>> Members.BLOCK_SHIFT;
      to = from + 1;
      while (to < ordinals.length && ordinals[to] >>> Members.BLOCK_SHIFT == number) {
        to++;
      }
      BlockIndex index = gathered(number, to - from).index;
      if (index != null) {
        index.mark(ordinals, from, to, columns);
      } else {
        for (int i = 0; i < sets.length; i++) {
          sets[i].block(number).mark(ordinals, from, to, columns[i]);
        }
      }
    }
    return columns;
  }

  /** Sets a bit in each of the rows, of so many words, that has its bit in the column. */
  public static void add(long[] column, long[] rows, int rowWords, int bit) {
    for (int at = 0; at < column.length; at++) {
      for (long rest = column[at]; rest != 0; rest &= rest - 1) {
        int row = at << 6 | Long.numberOfTrailingZeros(rest);
        rows[row * rowWords + (bit >>> 6)] |= 1L << bit;
      }
    }
  }
}
