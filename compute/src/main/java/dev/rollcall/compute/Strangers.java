package dev.rollcall.compute;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.Panel;

/**
 * Shoppers of whom only events tell: they have no ordinal, so their keys say who is on the panel.
 */
final class Strangers {
  private final long[] keys;
  private int size;

  /**
   * @param most how many there are, at most
   */
  Strangers(int most) {
    keys = new long[most];
  }

  static Strangers of(IdentifierKeys all) {
    Strangers strangers = new Strangers(all.size());
    for (int i = 0; i < all.size(); i++) strangers.add(all.lo(i));
    return strangers;
  }

  /**
   * @param key the low half
   */
  void add(long key) {
    keys[size++] = key;
  }

  Tally tally(Panel panel) {
    long onPanel = 0;
    long marks = 0;
    for (int i = 0; i < size; i++)
      if (panel.hasStranger(keys[i])) {
        onPanel++;
        marks += panel.mark(keys[i]);
      }
    return new Tally(size, onPanel, marks);
  }
}
