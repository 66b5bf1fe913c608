package dev.rollcall.storage.events;

import java.util.stream.LongStream;

/** Numbers in open addressing; hashes, so that they are spread as they are. */
final class LongSet {
  private long[] slots = new long[16];
  private int size;
  private boolean zero;

  /** Adds a number; false when it was there. */
  boolean add(long number) {
    if (number == 0) {
      boolean fresh = !zero;
      zero = true;
      return fresh;
    }
    int at = (int) number & (slots.length - 1);
    for (; slots[at] != 0; at = (at + 1) & (slots.length - 1))
      if (slots[at] == number) return false;
    slots[at] = number;
    if (++size > slots.length / 4 * 3) grow();
    return true;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    size = 0;
    for (long number : before) if (number != 0) add(number);
  }

  void addAll(LongSet others) {
    for (long number : others.slots) if (number != 0) add(number);
    zero |= others.zero;
  }

  LongStream numbers() {
    LongStream others = LongStream.of(slots).filter(number -> number != 0);
    return zero ? LongStream.concat(LongStream.of(0), others) : others;
  }

  int size() {
    return size + (zero ? 1 : 0);
  }
}
