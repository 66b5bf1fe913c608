package dev.rollcall.storage.events;

import dev.rollcall.identity.IdentifierKeys;
import java.util.Arrays;

/**
 * Keys as one scan finds them, each with the definitions that it meets as bits: 24 bytes a key, by
 * however many definitions it is found.
 */
final class FoundKeys {
  private static final int LONGS = 3;

  private long[] packed = new long[64 * LONGS];
  private int end;

  void add(long hi, long lo, long met) {
    if (end == packed.length) packed = Arrays.copyOf(packed, 2 * end);
    packed[end++] = hi;
    packed[end++] = lo;
    packed[end++] = met;
  }

  /** The keys that meet the definition of a bit. */
  IdentifierKeys of(int bit) {
    int size = 0;
    for (int at = 0; at < end; at += LONGS) size += (int) (packed[at + 2] >>> bit) & 1;
    long[] keys = new long[2 * size];
    int to = 0;
    for (int at = 0; at < end; at += LONGS)
      if ((packed[at + 2] >>> bit & 1) != 0) {
        keys[to++] = packed[at];
        keys[to++] = packed[at + 1];
      }
    return new IdentifierKeys(keys, size);
  }
}
