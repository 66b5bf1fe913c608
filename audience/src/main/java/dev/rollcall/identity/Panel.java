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
    for (int i = 0; i < Members.BLOCK_WORDS; i++) {
      long at = ((long) block * Members.BLOCK_WORDS + i) * WORDS;
      long chosen = -1;
      for (int j = 0; j < WORDS; j++) chosen &= hash(chooseLow, chooseHigh, at + j);
      words[i] = chosen;
    }
  }

  /** A number for a user; the sum of a set's marks stands for the set. */
  public long mark(int user) {
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
