package dev.rollcall.members;

import static dev.rollcall.members.Members.BLOCK_USERS;
import static dev.rollcall.members.Members.BLOCK_WORDS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns a block of bits into the bytes it has in a canonical set: whichever of Roaring's three
 * forms is the smallest; of equals, dense or array before runs. It writes into an array of its own,
 * which the next block uses again, so one encoder is for one thread.
 */
public final class BlockEncoder {
  /** Most bytes a block takes. */
  public static final int MOST_BYTES = 8 * BLOCK_WORDS;

  private static final VarHandle CHARS =
      MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Up to so many members few words have any: they are looked for bit by bit. */
  private static final int SPARSE = 256;

  /** Up to so many members few words have more than four. */
  private static final int FOUR_A_WORD = 2_300;

  private final byte[] bytes = new byte[MOST_BYTES + 2 * 8];
  private final long[] before = new long[BLOCK_WORDS];
  private int length;
  private int size;
  private boolean runs;

  /** Encodes {@value Members#BLOCK_WORDS} words; tells how many members they have. */
  public int encode(long[] words) {
    size = Words.count(words, 0);
    int runCount = runs(words);
    int plainBytes = size <= PortableForm.ARRAY_LIMIT ? 2 * size : MOST_BYTES;
    runs = 2 + 4 * runCount < plainBytes;
    if (runs) {
      length = 2 + 4 * runCount;
      writeRuns(words, runCount);
    } else {
      length = plainBytes;
      if (size <= SPARSE) {
        writeFew(words);
      } else if (size <= PortableForm.ARRAY_LIMIT) {
        writeArray(words);
      } else {
        writeWords(words);
      }
    }
    return size;
  }

  /** The bytes of the block encoded last, {@link #length} of them from 0. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Members of the block encoded last. */
  public int size() {
    return size;
  }

  /** Whether the block encoded last is written as runs. */
  public boolean runs() {
    return runs;
  }

  private void writeWords(long[] words) {
    for (int i = 0; i < BLOCK_WORDS; i++) {
      LONGS.set(bytes, 8 * i, words[i]);
    }
  }

  /**
   * How many runs of neighbouring bits there are: how many bits have none just below. The word
   * below comes from a copy, as the compiler vectorises no loop that looks at two places of an
   * array: 0.2 us instead of 0.6.
   */
  private int runs(long[] words) {
    System.arraycopy(words, 0, before, 1, BLOCK_WORDS - 1);
    int count = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      count += Long.bitCount(words[i] & ~(words[i] << 1 | before[i] >>> 63));
    }
    return count;
  }

  private void writeFew(long[] words) {
    int at = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      for (long word = words[i]; word != 0; word &= word - 1, at += 2) {
        CHARS.set(bytes, at, (char) (i * Long.SIZE + Long.numberOfTrailingZeros(word)));
      }
    }
  }

  /**
   * Writes four or eight members of every word, be they there or not: what is too much, the next
   * word's are written over. A loop over a word's bits ends where no processor can foresee, which
   * costs two to three times as much.
   */
  private void writeArray(long[] words) {
    boolean many = size > FOUR_A_WORD;
    int end = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      int base = i * Long.SIZE;
      int at = end;
      end += 2 * Long.bitCount(words[i]);
      long word = writeFour(words[i], base, at);
      at += 8;
      if (many) {
        word = writeFour(word, base, at);
        at += 8;
      }
      for (; word != 0; word &= word - 1, at += 2) {
        CHARS.set(bytes, at, (char) (base + Long.numberOfTrailingZeros(word)));
      }
    }
  }

  /** Writes the four lowest bits of a word, and gives the word without them. */
  private long writeFour(long word, int base, int at) {
    long rest = word;
    CHARS.set(bytes, at, (char) (base + Long.numberOfTrailingZeros(rest)));
    rest &= rest - 1;
    CHARS.set(bytes, at + 2, (char) (base + Long.numberOfTrailingZeros(rest)));
    rest &= rest - 1;
    CHARS.set(bytes, at + 4, (char) (base + Long.numberOfTrailingZeros(rest)));
    rest &= rest - 1;
    CHARS.set(bytes, at + 6, (char) (base + Long.numberOfTrailingZeros(rest)));
    return rest & (rest - 1);
  }

  private void writeRuns(long[] words, int runCount) {
    CHARS.set(bytes, 0, (char) runCount);
    int at = 2;
    int start = next(words, 0, 0);
    while (start < BLOCK_USERS) {
      int end = next(words, start, -1L);
      CHARS.set(bytes, at, (char) start);
      CHARS.set(bytes, at + 2, (char) (end - 1 - start));
      at += 4;
      start = end < BLOCK_USERS ? next(words, end, 0) : end;
    }
  }

  /** The first bit from {@code from} on that is set; or, when flipped by -1, that is not. */
  private static int next(long[] words, int from, long flip) {
    int i = from >>> 6;
    long word = (words[i] ^ flip) & -1L << from;
    while (word == 0) {
      if (++i == BLOCK_WORDS) {
        return BLOCK_USERS;
      }
      word = words[i] ^ flip;
    }
    return i * Long.SIZE + Long.numberOfTrailingZeros(word);
  }
}
