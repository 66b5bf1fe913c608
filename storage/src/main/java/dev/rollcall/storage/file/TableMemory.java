package dev.rollcall.storage.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap for the tables of one writer, who gives back what they have outgrown:
 * with it a dictionary that grows has about one and a half times the memory of its tables at most;
 * without, it has three times until the collector finds the rest.
 *
 * <p>What is given back stays readable: who has not noticed yet reads of some other table.
 */
final class TableMemory {
  /** Bytes taken from the system at once, at least. */
  private static final long LEAST_BYTES = 32 << 10;

  /** Bytes from which on a table has memory by itself, which the collector finds afterwards. */
  private static final long OWN_BYTES = 1 << 20;

  private static final long ALIGNMENT = 64;

  /** Bytes taken at once for smaller tables, at most. */
  private static final long MOST_BYTES = 8 << 20;

  /** The part of what it has that it takes more at once. */
  private static final int PART = 4;

  private final TreeMap<Long, MemorySegment> pieces = new TreeMap<>();

  /** Tables whose memory is to be given back. */
  private final List<Shard> outgrown = new ArrayList<>();

  /** What was given back, by address. */
  private final TreeMap<Long, MemorySegment> free = new TreeMap<>();

  /** The rest of the last piece, which nobody had yet. */
  private MemorySegment rest = MemorySegment.NULL;

  private long bytes;

  /** Memory that is all zeros. */
  MemorySegment take(long wanted) {
    if (wanted >= OWN_BYTES) return piece(wanted);
    MemorySegment fitting = fitting(wanted);
    if (fitting != null) {
      free.remove(fitting.address());
      keep(fitting.asSlice(wanted));
      return fitting.asSlice(0, wanted).fill((byte) 0);
    }
    if (rest.byteSize() < wanted) {
      MemorySegment fresh =
          piece(Math.max(wanted, Math.clamp(bytes / PART, LEAST_BYTES, MOST_BYTES)));
      keep(rest);
      rest = fresh;
    }
    MemorySegment taken = rest.asSlice(0, wanted);
    rest = rest.asSlice(wanted);
    return taken;
  }

  /** Memory from the system, in the place of what has become too small to be of use. */
  private MemorySegment piece(long size) {
    pieces.values().removeIf(piece -> piece.byteSize() < size && isFree(piece));
    MemorySegment piece = Arena.ofAuto().allocate(size, ALIGNMENT);
    pieces.put(piece.address(), piece);
    bytes += size;
    return piece;
  }

  /** Whether all of it was given back; then it is given back no more. */
  private boolean isFree(MemorySegment piece) {
    MemorySegment given = free.get(piece.address());
    if (given == null || given.byteSize() < piece.byteSize()) return false;
    free.remove(piece.address());
    bytes -= piece.byteSize();
    return true;
  }

  /** The smallest of those given back that is large enough. */
  private @Nullable MemorySegment fitting(long wanted) {
    MemorySegment best = null;
    for (MemorySegment segment : free.values()) {
      if (segment.byteSize() >= wanted && (best == null || segment.byteSize() < best.byteSize()))
        best = segment;
    }
    return best;
  }

  /** Takes the memory of a table back as soon as it is no more to be copied. */
  void takeBack(Shard table) {
    outgrown.add(table);
    outgrown.removeIf(waiting -> {
      if (waiting.isTracked()) return false;
      giveBack(waiting.memory());
      return true;
    });
  }

  /** Gives memory back, of which the writer has no more need. */
  void giveBack(MemorySegment taken) {
    Map.Entry<Long, MemorySegment> piece = pieces.floorEntry(taken.address());
    if (taken.byteSize() == piece.getValue().byteSize()) {
      pieces.remove(piece.getKey());
      bytes -= taken.byteSize();
    } else {
      keep(taken);
    }
  }

  /** Keeps memory for later, as one with what lies next to it. */
  private void keep(MemorySegment given) {
    if (given.byteSize() == 0) return;
    MemorySegment piece = pieces.floorEntry(given.address()).getValue();
    long from = given.address();
    long to = from + given.byteSize();
    Map.Entry<Long, MemorySegment> before = free.lowerEntry(from);
    if (before != null && end(before.getValue()) == from && before.getKey() >= piece.address()) {
      from = before.getKey();
      free.remove(from);
    }
    MemorySegment after = to < end(piece) ? free.remove(to) : null;
    if (after != null) to = end(after);
    free.put(from, piece.asSlice(from - piece.address(), to - from));
  }

  private static long end(MemorySegment segment) {
    return segment.address() + segment.byteSize();
  }

  /** Bytes taken from the system. */
  long bytes() {
    return bytes;
  }
}
