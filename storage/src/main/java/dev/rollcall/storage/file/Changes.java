package dev.rollcall.storage.file;

import java.util.Arrays;

/**
 * What the slots of a table held before they were written, since a moment. The writer adds until
 * the changes are undone in a copy; a slot's change is added before the slot is written.
 */
final class Changes {
  /** Puts back what a slot held. */
  interface Undo {
    void slot(int slot, long before);
  }

  private int[] slots = new int[16];
  private long[] before = new long[16];
  private int size;
  private boolean ended;

  /** Adds a change; false when nobody asks for it any more. */
  synchronized boolean add(int slot, long entryBefore) {
    if (ended) {
      return false;
    }
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, 2 * size);
      before = Arrays.copyOf(before, 2 * size);
    }
    slots[size] = slot;
    before[size++] = entryBefore;
    return true;
  }

  /** Ends the tracking and gives all changes, the last one first. */
  void undo(Undo undo) {
    end();
    for (int i = size - 1; i >= 0; i--) {
      undo.slot(slots[i], before[i]);
    }
    size = 0;
  }

  /** Whether somebody still asks for changes. */
  synchronized boolean goesOn() {
    return !ended;
  }

  synchronized void end() {
    ended = true;
  }
}
