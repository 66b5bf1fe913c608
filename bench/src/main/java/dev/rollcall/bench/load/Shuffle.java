package dev.rollcall.bench.load;

/**
 * The numbers from 0 to a limit in an order that looks random, the same for the same seed: each
 * comes once, and the n-th is found without those before it.
 */
public final class Shuffle {
  private final long limit;
  private final long mask;
  private final int shift;
  private final long[] keys = new long[3];

  public Shuffle(long limit, long seed) {
    if (limit < 1) throw new IllegalArgumentException("there is at least one number");
    this.limit = limit;
    int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(limit - 1));
    this.mask = (1L << bits) - 1;
    this.shift = (bits + 1) / 2;
    for (int i = 0; i < keys.length; i++) keys[i] = mixed(seed + i);
  }

  /**
   * The number in a place, 0 to the limit. Every step can be undone, so no two places have the same
   * one.
   */
  public long at(long place) {
    long x = place;
    do {
      for (long key : keys) {
        x = (x * (key | 1) + (key >>> 17)) & mask;
        x ^= x >>> shift;
      }
    } while (x >= limit);
    return x;
  }

  private static long mixed(long seed) {
    long x = seed * 0x9e3779b97f4a7c15L + 0x632be59bd9b4e019L;
    x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }
}
