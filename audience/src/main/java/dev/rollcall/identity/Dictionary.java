package dev.rollcall.identity;

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

  /** The ordinals of many keys, in their order: much faster than one by one. */
  default void find(IdentifierKeys keys, int[] ordinals) {
    for (int i = 0; i < keys.size(); i++) ordinals[i] = find(keys.hi(i), keys.lo(i));
  }

  /** Makes the key stand for the ordinal, whether or not it was there. */
  void put(long hi, long lo, int ordinal);

  /** Keys held. */
  long size();
}
