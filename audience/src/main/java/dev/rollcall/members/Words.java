package dev.rollcall.members;

import static dev.rollcall.members.Members.BLOCK_WORDS;

/**
 * Bits of a block in 1,024 words. The loops are plain, so that the compiler vectorises those it
 * can.
 */
final class Words {
  private Words() {}

  /** How many of the 1,024 words' bits from {@code at} are set. */
  static int count(long[] words, int at) {
    int size = 0;
    for (int i = at; i < at + BLOCK_WORDS; i++) {
      size += Long.bitCount(words[i]);
    }
    return size;
  }

  /** The {@code size} members whose bits are set in the words from {@code at}. */
  static char[] members(long[] words, int at, int size) {
    char[] members = new char[size];
    int found = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      for (long word = words[at + i]; word != 0; word &= word - 1) {
        members[found++] = (char) (i * Long.SIZE + Long.numberOfTrailingZeros(word));
      }
    }
    return members;
  }

  /** The member's bit, 0 or 1. */
  static int bit(long[] words, char member) {
    return (int) (words[member >>> 6] >>> member) & 1;
  }

  /** Sets the bits of the members and counts those that were not set before. */
  static int set(long[] words, char[] members) {
    int added = 0;
    for (char member : members) {
      long word = words[member >>> 6];
      added += (int) (~word >>> member) & 1;
      words[member >>> 6] = word | 1L << member;
    }
    return added;
  }

  /** Sets the bits of the ordinals {@code [from, to)} and counts those that were not set before. */
  static int set(long[] words, int[] ordinals, int from, int to) {
    int added = 0;
    for (int i = from; i < to; i++) {
      int at = (char) ordinals[i] >>> 6;
      long word = words[at];
      added += (int) (~word >>> ordinals[i]) & 1;
      words[at] = word | 1L << ordinals[i];
    }
    return added;
  }

  /** Clears the bits of the ordinals {@code [from, to)} and counts those that were set before. */
  static int clear(long[] words, int[] ordinals, int from, int to) {
    int removed = 0;
    for (int i = from; i < to; i++) {
      int at = (char) ordinals[i] >>> 6;
      long word = words[at];
      removed += (int) (word >>> ordinals[i]) & 1;
      words[at] = word & ~(1L << ordinals[i]);
    }
    return removed;
  }

  /** How many bits are set in both. */
  static int common(long[] a, long[] b) {
    int common = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      common += Long.bitCount(a[i] & b[i]);
    }
    return common;
  }

  /** Sets the bits from {@code first} to {@code last}, both included. */
  static void setRange(long[] words, int first, int last) {
    long head = -1L << first;
    long tail = -1L >>> (63 - (last & 63));
    int from = first >>> 6;
    int to = last >>> 6;
    if (from == to) {
      words[from] |= head & tail;
      return;
    }
    words[from] |= head;
    for (int i = from + 1; i < to; i++) {
      words[i] = -1L;
    }
    words[to] |= tail;
  }
}
