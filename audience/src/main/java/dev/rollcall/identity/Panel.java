package dev.rollcall.identity;

import dev.rollcall.members.Members;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The users by whom sizes are measured for callers who may not see exact ones: one in {@value
 * #ONE_IN}, chosen for good by a secret of the retailer's.
 *
 * <p>Who is not on the panel changes no answer, however often and however cleverly is asked. Who is
 * on it hides in noise that depends on the panel's users in the set and on nothing else: one set
 * has one answer, whoever asks in whatever way, and sets that differ by one of them have unrelated
 * noise. Safe for use by many threads.
 */
public final class Panel {
  /** Users of whom one is on the panel. */
  public static final int ONE_IN = 16;

  /** Fewest users that are told of; the panel's error is 15 percent there, 4 at ten times more. */
  public static final long MINIMUM = 1_000;

  /** Bytes of a panel's secret. */
  static final int SECRET_BYTES = 32;

  /**
   * What one user more makes likelier or less likely, as the logarithm of a ratio: the noise's
   * deviation is 5.6 of the panel's users, well below the panel's own error.
   */
  private static final double EPSILON = 0.25;

  /** Random words, of which all must have a user's bit: one in {@value #ONE_IN} has. */
  private static final int WORDS = Integer.numberOfTrailingZeros(ONE_IN);

  private static final long SIZE_OF_A_LONG = 8L << 56;

  private final long chooseLow;
  private final long chooseHigh;
  private final long markLow;
  private final long markHigh;
  private volatile Arrivals counted = new Arrivals(0, 0);

  /** How many of the first blocks of arrivals would be on the panel. */
  private record Arrivals(int blocks, long onPanel) {}

  /**
   * @param secret {@value #SECRET_BYTES} bytes
   */
  Panel(byte[] secret) {
    ByteBuffer longs = ByteBuffer.wrap(secret);
    chooseLow = longs.getLong();
    chooseHigh = longs.getLong();
    markLow = longs.getLong();
    markHigh = longs.getLong();
  }

  /** Overwrites the words with the panel's users in a block. */
  public void copyBlock(int block, long[] words) {
    for (int i = 0; i < Members.BLOCK_WORDS; i++)
      words[i] = chosen((long) block * Members.BLOCK_WORDS + i);
  }

  private long chosen(long word) {
    long chosen = -1;
    for (int j = 0; j < WORDS; j++) chosen &= hash(chooseLow, chooseHigh, word * WORDS + j);
    return chosen;
  }

  /**
   * Whether it has somebody who is no user yet: one in {@value #ONE_IN}, whom the identifier's
   * sealed key decides.
   *
   * @param key the low half
   */
  public boolean hasStranger(long key) {
    return hash(chooseLow, ~chooseHigh, key) >>> (Long.SIZE - WORDS) == 0;
  }

  /** A number for a user, or for a stranger's key; the sum of a set's marks stands for the set. */
  public long mark(long user) {
    return hash(markLow, markHigh, user);
  }

  /**
   * About how many users a set has; empty when that is too few to be told.
   *
   * @param size the panel's users in it
   * @param marks the sum of their marks
   */
  public OptionalLong estimate(long size, long marks) {
    long estimate = ONE_IN * (size + noise(marks));
    return estimate < MINIMUM ? OptionalLong.empty() : OptionalLong.of(estimate);
  }

  /**
   * About how many users a retailer has without a graph, where whoever uploads an identifier learns
   * from the exact number whether it was known before. One arrival in {@value #ONE_IN} counts, by
   * its number, so the others change no answer; at least {@value #MINIMUM}.
   *
   * @param users how many have arrived
   */
  public long about(long users) {
    long onPanel = arrivals((int) (users / Members.BLOCK_USERS));
    for (long n = users / Members.BLOCK_USERS * Members.BLOCK_USERS; n < users; n += Long.SIZE) {
      long arrived = users - n < Long.SIZE ? (1L << (users - n)) - 1 : -1;
      onPanel += Long.bitCount(chosen(n / Long.SIZE) & arrived);
    }
    return Math.max(MINIMUM, ONE_IN * (onPanel + noise(~onPanel)));
  }

  /** Remembers what it counted: of 100 million users it takes 0.1 s. */
  private long arrivals(int blocks) {
    Arrivals before = counted;
    Arrivals now = before.blocks <= blocks ? before : new Arrivals(0, 0);
    long onPanel = now.onPanel;
    for (long word = (long) now.blocks * Members.BLOCK_WORDS;
        word < (long) blocks * Members.BLOCK_WORDS;
        word++) {
      onPanel += Long.bitCount(chosen(word));
    }
    if (blocks > before.blocks) counted = new Arrivals(blocks, onPanel);
    return onPanel;
  }

  /** The difference of two geometric numbers: the discrete form of Laplace's noise. */
  private long noise(long marks) {
    return geometric(hash(markLow, ~markHigh, marks)) - geometric(hash(~markLow, markHigh, marks));
  }

  private static long geometric(long bits) {
    double uniform = ((bits >>> 11) + 0.5) * 0x1p-53;
    return (long) (StrictMath.log(uniform) / -EPSILON);
  }

  /** SipHash-2-4 of one long. */
  static long hash(long low, long high, long value) {
    long v0 = low ^ 0x736f6d6570736575L;
    long v1 = high ^ 0x646f72616e646f6dL;
    long v2 = low ^ 0x6c7967656e657261L;
    long v3 = high ^ 0x7465646279746573L;
    long word = value;
    for (int round = 0; round < 8; round++) {
      if (round == 0 || round == 2) v3 ^= word;
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
      if (round == 1) {
        v0 ^= word;
        word = SIZE_OF_A_LONG;
      } else if (round == 3) {
        v0 ^= word;
        v2 ^= 0xff;
      }
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
