package dev.rollcall.identity;

import java.util.function.IntUnaryOperator;

/**
 * From a sealed key to the ordinal it stands for.
 *
 * <p>One writer at a time; any number of readers beside it, which see an entry whole or not at all.
 * Keys are never removed.
 */
public interface Dictionary {
  /** What {@link #find} gives for a key that is not there. */
  int ABSENT = -1;

  /** The ordinal of the key, or {@link #ABSENT}. */
  int find(long hi, long lo);

  /**
   * The ordinals of many keys, in their order: much faster than one by one when they are {@link
   * IdentifierKeys#grouped grouped}.
   */
  default void find(IdentifierKeys keys, int[] ordinals) {
    for (int i = 0; i < keys.size(); i++) ordinals[i] = find(keys.hi(i), keys.lo(i));
  }

  /**
   * The ordinals of many keys, in their order; a key that is not there is put at the ordinal that
   * {@code fresh} gives for its index. Keys of one {@linkplain IdentifierKeys#half half} are dealt
   * with in their order, and those of the other possibly beside them: {@code fresh} may be called
   * for one of each at the same time.
   */
  default void findOrAdd(IdentifierKeys keys, int[] ordinals, IntUnaryOperator fresh) {
    for (int i = 0; i < keys.size(); i++) {
      int found = find(keys.hi(i), keys.lo(i));
      if (found == ABSENT) {
        found = fresh.applyAsInt(i);
        put(keys.hi(i), keys.lo(i), found);
      }
      ordinals[i] = found;
    }
  }

  /** Makes the key stand for the ordinal, whether or not it was there. */
  void put(long hi, long lo, int ordinal);

  /** Keys held. */
  long size();
}
