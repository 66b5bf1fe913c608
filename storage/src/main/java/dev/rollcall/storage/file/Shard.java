package dev.rollcall.storage.file;

import dev.rollcall.identity.Dictionary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table of keys and ordinals outside the heap, by open addressing, of a fixed capacity.
 *
 * <p>A slot is two words: the key's low half, and its tag beside the ordinal plus one. The second
 * word is written last, so a reader sees the entry whole or, as a zero, not at all. Memory that is
 * all zeros is an empty table.
 */
final class Shard {
  static final int SLOT_BYTES = 16;
  private static final VarHandle ENTRY = ValueLayout.JAVA_LONG.varHandle();
  static final int ENTRY_AT = 8;
  static final long EMPTY = 0;

  private final MemorySegment slots;
  private final boolean mapped;
  private final int capacity;
  private int size;
  private long writes;
  private @Nullable Changes changes;

  /** Keeps the reads ahead from being optimised away. */
  @SuppressWarnings("unused")
  private long touched;

  Shard(MemorySegment slots, int size) {
    this(slots, size, false);
  }

  private Shard(MemorySegment slots, int size, boolean mapped) {
    this.slots = slots;
    this.mapped = mapped;
    this.capacity = Math.toIntExact(slots.byteSize() / SLOT_BYTES);
    this.size = size;
  }

  /**
   * A table that lies in a mapped file. It is only read: written to, each of its pages would be
   * copied by itself, which takes 0.6 ms a MiB instead of the 0.16 of copying the table.
   */
  static Shard mapped(MemorySegment slots, int size) {
    return new Shard(slots, size, true);
  }

  static long bytes(int capacity) {
    return (long) capacity * SLOT_BYTES;
  }

  int capacity() {
    return capacity;
  }

  int size() {
    return size;
  }

  /** How often it was written to, in all the memory it lay in: the same means nothing changed. */
  long writes() {
    return writes;
  }

  /** Comes to an end even in memory that is no longer this table's: see {@link TableMemory}. */
  int find(int tag, long lo) {
    int slot = home(lo);
    for (int probes = 0; probes < capacity; probes++) {
      long entry = (long) ENTRY.getAcquire(slots, at(slot) + ENTRY_AT);
      if (entry == EMPTY) {
        return Dictionary.ABSENT;
      }
      if (tag(entry) == tag && lo(slot) == lo) {
        return ordinal(entry);
      }
      slot = after(slot);
    }
    return Dictionary.ABSENT;
  }

  /**
   * Finds the ordinals of neighbouring keys of this table. Their first slots are read ahead, so
   * that the cache misses overlap.
   */
  void find(long[] packed, int from, int to, int[] ordinals) {
    touched = touch(packed, from, to);
    for (int i = from; i < to; i++) {
      ordinals[i] = find((int) packed[2 * i], packed[2 * i + 1]);
    }
  }

  /**
   * Finds the ordinals of neighbouring keys of this table, and puts those that are not there at the
   * ordinal that {@code fresh} gives for their index. For the writer only.
   *
   * @return the first key not dealt with as the table takes no more, or {@code to}
   */
  int findOrAdd(long[] packed, int from, int to, int[] ordinals, IntUnaryOperator fresh) {
    touched = touch(packed, from, to);
    for (int i = from; i < to; i++) {
      int tag = (int) packed[2 * i];
      long lo = packed[2 * i + 1];
      int slot = slotOf(tag, lo);
      long entry = entry(slot);
      if (entry == EMPTY) {
        if (!takesMore()) {
          return i;
        }
        entry = entry(tag, fresh.applyAsInt(i));
        write(slot, EMPTY, lo, entry);
      }
      ordinals[i] = ordinal(entry);
    }
    return to;
  }

  /** Reads the first slots of neighbouring keys of this table. */
  long touch(long[] packed, int from, int to) {
    long read = 0;
    for (int i = from; i < to; i++) {
      read ^= entry(home(packed[2 * i + 1]));
    }
    return read;
  }

  /** Whether another key needs a larger table: from seven ninths on, probes get long. */
  boolean isFull() {
    return 9L * (size + 1) > 7L * capacity;
  }

  /** Whether it can be written to; otherwise {@link #movedInto} makes one that can. */
  boolean takesMore() {
    return !mapped && !isFull();
  }

  /** Whether it lies in a mapped file. */
  boolean isMapped() {
    return mapped;
  }

  /** Makes the key stand for the ordinal. For the writer only, and when the table takes more. */
  void put(int tag, long lo, int ordinal) {
    int slot = slotOf(tag, lo);
    write(slot, entry(slot), lo, entry(tag, ordinal));
  }

  /** The slot the key is in, or the empty one it belongs in. */
  private int slotOf(int tag, long lo) {
    int slot = home(lo);
    for (long entry = entry(slot);
        entry != EMPTY && (tag(entry) != tag || lo(slot) != lo);
        entry = entry(slot)) {
      slot = after(slot);
    }
    return slot;
  }

  private void write(int slot, long before, long lo, long entry) {
    if (changes != null && !changes.add(slot, before)) {
      changes = null;
    }
    writes++;
    if (before == EMPTY) {
      slots.set(ValueLayout.JAVA_LONG, at(slot), lo);
      size++;
    }
    ENTRY.setRelease(slots, at(slot) + ENTRY_AT, entry);
  }

  /** The memory it lies in, for others to have: only when nobody is to read the table any more. */
  MemorySegment memory() {
    return slots;
  }

  /** Whether it is to be copied as it was when a tracking began. */
  boolean isTracked() {
    return changes != null && changes.goesOn();
  }

  /** A table of the same entries, in memory that is all zeros and as large or larger. */
  Shard movedInto(MemorySegment memory) {
    Shard moved = new Shard(memory, size);
    moved.writes = writes;
    if (moved.capacity == capacity) {
      MemorySegment.copy(slots, 0, memory, 0, slots.byteSize());
      return moved;
    }
    for (int slot = 0; slot < capacity; slot++) {
      long entry = entry(slot);
      if (entry != EMPTY) {
        moved.place(lo(slot), entry);
      }
    }
    return moved;
  }

  /** Puts an entry that is not there, while nobody reads the table. */
  private void place(long lo, long entry) {
    int slot = home(lo);
    while (entry(slot) != EMPTY) {
      slot = after(slot);
    }
    slots.set(ValueLayout.JAVA_LONG, at(slot), lo);
    slots.set(ValueLayout.JAVA_LONG, at(slot) + ENTRY_AT, entry);
  }

  /** Begins to remember what slots held before they are written. For the writer only. */
  Changes track() {
    Changes begun = new Changes();
    changes = begun;
    return begun;
  }

  /** Copies the table as it was when the tracking began, whatever the writer does meanwhile. */
  void copyTo(MemorySegment target, Changes sinceTracking) {
    MemorySegment.copy(slots, 0, target, 0, slots.byteSize());
    // What the copy has of the writer's work must be among the changes taken next.
    VarHandle.fullFence();
    sinceTracking.undo((slot, before) -> {
      target.set(ValueLayout.JAVA_LONG, at(slot) + ENTRY_AT, before);
      if (before == EMPTY) {
        target.set(ValueLayout.JAVA_LONG, at(slot), 0);
      }
    });
  }

  private int home(long lo) {
    return (int) Math.unsignedMultiplyHigh(lo, capacity);
  }

  private int after(int slot) {
    return slot + 1 == capacity ? 0 : slot + 1;
  }

  private static long at(int slot) {
    return (long) slot * SLOT_BYTES;
  }

  private long lo(int slot) {
    return slots.get(ValueLayout.JAVA_LONG, at(slot));
  }

  private long entry(int slot) {
    return slots.get(ValueLayout.JAVA_LONG, at(slot) + ENTRY_AT);
  }

  private static long entry(int tag, int ordinal) {
    return (long) tag << 32 | ((ordinal + 1) & 0xffff_ffffL);
  }

  private static int tag(long entry) {
    return (int) (entry >>> 32);
  }

  private static int ordinal(long entry) {
    return (int) entry - 1;
  }
}
