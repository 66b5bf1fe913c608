package dev.rollcall.identity;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A map from ordinal to ordinal, 16 bytes an entry or less, with one writer and any number of
 * readers beside it; nothing is removed.
 */
final class OrdinalMap {
  static final int ABSENT = -1;
  private static final long EMPTY = -1L;

  private volatile AtomicLongArray slots = empty(16);
  private int size;

  int get(int key) {
    AtomicLongArray now = slots;
    int mask = now.length() - 1;
    for (int at = spread(key) & mask; ; at = (at + 1) & mask) {
      long entry = now.getAcquire(at);
      if (entry == EMPTY) return ABSENT;
      if ((int) (entry >>> 32) == key) return (int) entry;
    }
  }

  void put(int key, int value) {
    if (2 * (size + 1) > slots.length()) grow();
    if (insert(slots, key, value)) size++;
  }

  private static boolean insert(AtomicLongArray into, int key, int value) {
    int mask = into.length() - 1;
    long entry = (long) key << 32 | value;
    for (int at = spread(key) & mask; ; at = (at + 1) & mask) {
      long there = into.getPlain(at);
      if (there == EMPTY || (int) (there >>> 32) == key) {
        into.setRelease(at, entry);
        return there == EMPTY;
      }
    }
  }

  private void grow() {
    AtomicLongArray old = slots;
    AtomicLongArray larger = empty(2 * old.length());
    for (int i = 0; i < old.length(); i++) {
      long entry = old.getPlain(i);
      if (entry != EMPTY) insert(larger, (int) (entry >>> 32), (int) entry);
    }
    slots = larger;
  }

  private static AtomicLongArray empty(int length) {
    AtomicLongArray array = new AtomicLongArray(length);
    for (int i = 0; i < length; i++) array.setPlain(i, EMPTY);
    return array;
  }

  private static int spread(int key) {
    int mixed = key * 0x9e3779b9;
    return mixed ^ mixed >>> 15;
  }
}
