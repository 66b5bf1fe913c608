package dev.rollcall.storage.file;

import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentifierKeys;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A dictionary outside the heap, in memory of its own or mapped from a checkpoint's file.
 *
 * <p>It has {@value #SHARDS} tables, by eight bits of the key, so that growth stops the writer for
 * a few megabytes only. A table is seven ninths full at most and grows by half; their first
 * capacities are staggered so that they do not all grow at once. That keeps the average at 25.4
 * bytes a key ({@value Shard#SLOT_BYTES} x 0.5 / (7/9 x ln 1.5)), 2.5 GB for 100 million.
 *
 * <p>Of a key's 128 bits 104 are kept: 8 as the table, 32 as the tag, 64 as the low half. Keys are
 * sealed, so evenly spread and out of anybody's hands: two of 100 million agree in all of them with
 * a chance of 1 in 4 x 10^15.
 */
public final class FileDictionary implements Dictionary {
  static final int SHARDS = 256;
  private static final int FIRST_CAPACITY = 16;
  private static final double GROWTH = 1.5;

  /**
   * Keys whose first reads are made ahead, so that their cache misses overlap: without, finding
   * takes more than twice as long.
   */
  private static final int BATCH = 64;

  /**
   * Keys from which on two threads deal with a half each: 50,000 new ones among 20 million take 3.0
   * ms, not 5.4.
   */
  private static final int WORTH_A_THREAD = 8_192;

  private static final int EVEN = 1;
  private static final int ODD = 2;
  private static final int BOTH = 3;

  /** Neighbours of one table whose own reads ahead are not enough: fewer than this. */
  private static final int FEW = 16;

  private final AtomicReferenceArray<Shard> shards = new AtomicReferenceArray<>(SHARDS);

  /** For the tables of each half, which may have a writer each. */
  private final TableMemory[] memory = {new TableMemory(), new TableMemory()};

  /** Keeps the reads ahead from being optimised away. */
  @SuppressWarnings("unused")
  private long touched;

  /** A dictionary without keys. */
  public FileDictionary() {
    for (int i = 0; i < SHARDS; i++) {
      int capacity = (int) (FIRST_CAPACITY * Math.pow(GROWTH, (double) i / SHARDS));
      shards.set(i, new Shard(memory[i & 1].take(Shard.bytes(capacity)), 0));
    }
  }

  FileDictionary(Shard[] tables) {
    for (int i = 0; i < SHARDS; i++) {
      shards.set(i, tables[i]);
    }
  }

  @Override
  public int find(long hi, long lo) {
    while (true) {
      Shard table = shard(hi);
      int ordinal = table.find((int) hi, lo);
      if (isStill(table, hi)) return ordinal;
    }
  }

  /**
   * Whether what was read of the table before this was its own: until another takes its place, its
   * memory is nobody else's.
   */
  private boolean isStill(Shard table, long hi) {
    VarHandle.acquireFence();
    return shards.getOpaque(index(hi)) == table;
  }

  @Override
  public void find(IdentifierKeys keys, int[] ordinals) {
    for (int from = 0, to, ahead = 0; from < keys.size(); from = to) {
      to = endOfBatch(keys, from);
      ahead = readAhead(keys, from, to, ahead);
      Shard table = shard(keys.hi(from));
      table.find(keys.packed(), from, to, ordinals);
      if (!isStill(table, keys.hi(from))) to = from;
    }
  }

  @Override
  public void findOrAdd(IdentifierKeys keys, int[] ordinals, IntUnaryOperator fresh) {
    if (keys.size() < WORTH_A_THREAD) {
      findOrAdd(keys, ordinals, fresh, BOTH);
      return;
    }
    ForkJoinTask<?> odd = ForkJoinTask.adapt(() -> findOrAdd(keys, ordinals, fresh, ODD)).fork();
    try {
      findOrAdd(keys, ordinals, fresh, EVEN);
    } finally {
      odd.join(); // by this thread, if no other has begun
    }
  }

  /** Deals with the keys of some halves, a bit for each. */
  private void findOrAdd(IdentifierKeys keys, int[] ordinals, IntUnaryOperator fresh, int halves) {
    for (int from = 0, to, ahead = 0; from < keys.size(); from = to) {
      long hi = keys.hi(from);
      to = endOfBatch(keys, from);
      if ((1 << IdentifierKeys.half(hi) & halves) == 0) continue;
      ahead = readAhead(keys, from, to, ahead);
      to = shard(hi).findOrAdd(keys.packed(), from, to, ordinals, fresh);
      if (to == from) {
        makeRoom(hi);
      }
    }
  }

  /**
   * Reads for keys of several tables at once when there are too few of each for their cache misses
   * to overlap; returns how far it has read.
   */
  private int readAhead(IdentifierKeys keys, int from, int to, int ahead) {
    if (to - from >= FEW || from < ahead) {
      return ahead;
    }
    int end = Math.min(keys.size(), from + BATCH);
    long read = 0;
    for (int i = from; i < end; i++) {
      read ^= shard(keys.hi(i)).touch(keys.packed(), i, i + 1);
    }
    touched = read;
    return end;
  }

  /** Where the keys that can be found together end: they are of one table. */
  private static int endOfBatch(IdentifierKeys keys, int from) {
    int most = Math.min(keys.size(), from + BATCH);
    int index = index(keys.hi(from));
    int to = from + 1;
    while (to < most && index(keys.hi(to)) == index) {
      to++;
    }
    return to;
  }

  @Override
  public void put(long hi, long lo, int ordinal) {
    if (!shard(hi).takesMore()) {
      makeRoom(hi);
    }
    shard(hi).put((int) hi, lo, ordinal);
  }

  /** Moves the key's table to memory where it takes more. */
  private void makeRoom(long hi) {
    Shard before = shard(hi);
    int capacity =
        before.isFull() ? (int) Math.ceil(before.capacity() * GROWTH) : before.capacity();
    int half = IdentifierKeys.half(hi); // the other may be at work on its own
    shards.setRelease(index(hi), before.movedInto(memory[half].take(Shard.bytes(capacity))));
    // Who reads the table sees that another has taken its place before what is written there.
    VarHandle.storeStoreFence();
    if (!before.isMapped()) memory[half].takeBack(before);
  }

  private Shard shard(long hi) {
    return shards.getAcquire(index(hi));
  }

  private static int index(long hi) {
    return (int) (hi >>> 56);
  }

  @Override
  public long size() {
    return tables().mapToLong(i -> shards.getAcquire(i).size()).sum();
  }

  /** Bytes of memory outside the heap. */
  public long bytes() {
    return tables().mapToLong(i -> shards.getAcquire(i).capacity()).sum() * Shard.SLOT_BYTES;
  }

  /** Bytes taken from the system for them, with what tables have outgrown. */
  long bytesTaken() {
    return memory[0].bytes() + memory[1].bytes();
  }

  private static IntStream tables() {
    return IntStream.range(0, SHARDS);
  }

  /**
   * The dictionary as it is now, to be written while it goes on changing. Call it while nothing is
   * put.
   */
  DictionaryMoment moment() {
    Shard[] now = new Shard[SHARDS];
    for (int i = 0; i < SHARDS; i++) {
      now[i] = shards.getAcquire(i);
    }
    return new DictionaryMoment(now);
  }
}
