package dev.rollcall.storage.events;

import dev.rollcall.identity.IdentifierKeys;
import java.util.Arrays;

/** Keys as a scan finds them. */
final class PackedKeys {
  private long[] packed = new long[64];
  private int size;

  void add(long hi, long lo) {
    if (2 * size == packed.length) packed = Arrays.copyOf(packed, 4 * size);
    packed[2 * size] = hi;
    packed[2 * size++ + 1] = lo;
  }

  IdentifierKeys keys() {
    return new IdentifierKeys(packed, size);
  }
}
