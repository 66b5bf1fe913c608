package dev.rollcall.storage.file;

import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentifierKeys;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A dictionary outside the heap, in memory of its own or mapped from a checkpoint's file.
 *
 * <p>It has {@value #SHARDS} tables, by eight bits of the key, so that growth stops the writer for
 * one table only. A table is three quarters full at most and grows by half; their first capacities
 * are staggered so that they do not all grow at once. That keeps the average at 26.3 bytes a key
 * ({@value Shard#SLOT_BYTES} x 0.5 / (0.75 x ln 1.5)), 2.6 GB for 100 million.
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
   * Keys whose first reads are made ahead, so that their cache misses overlap: at 10 million keys
   * adding takes two thirds of the time it takes without.
   */
  private static final int BATCH = 32;

  private final AtomicReferenceArray<Shard> shards = new AtomicReferenceArray<>(SHARDS);

  /** Keeps the reads ahead from being optimised away. */
  @SuppressWarnings("unused")
  private long touched;

  /** A dictionary without keys. */
  public FileDictionary() {
    for (int i = 0; i < SHARDS; i++) {
      shards.set(i, Shard.empty((int) (FIRST_CAPACITY * Math.pow(GROWTH, (double) i / SHARDS))));
    }
  }

  FileDictionary(Shard[] tables) {
    for (int i = 0; i < SHARDS; i++) {
      shards.set(i, tables[i]);
    }
  }

  @Override
  public int find(long hi, long lo) {
    return shard(hi).find((int) hi, lo);
  }

  @Override
  public void find(IdentifierKeys keys, int[] ordinals) {
    for (int from = 0, to; from < keys.size(); from = to) {
      to = Math.min(keys.size(), from + BATCH);
      touch(keys, from, to);
      for (int i = from; i < to; i++) {
        ordinals[i] = find(keys.hi(i), keys.lo(i));
      }
    }
  }

  @Override
  public void findOrAdd(IdentifierKeys keys, int[] ordinals, IntUnaryOperator fresh) {
    for (int from = 0, to; from < keys.size(); from = to) {
      to = Math.min(keys.size(), from + BATCH);
      touch(keys, from, to);
      for (int i = from; i < to; i++) {
        long hi = keys.hi(i);
        long lo = keys.lo(i);
        int found = find(hi, lo);
        if (found == ABSENT) {
          found = fresh.applyAsInt(i);
          put(hi, lo, found);
        }
        ordinals[i] = found;
      }
    }
  }

  private void touch(IdentifierKeys keys, int from, int to) {
    long read = 0;
    for (int i = from; i < to; i++) {
      read ^= shard(keys.hi(i)).touch(keys.lo(i));
    }
    touched = read;
  }

  @Override
  public void put(long hi, long lo, int ordinal) {
    Shard shard = shard(hi);
    if (shard.isFull()) {
      shard = shard.grown((int) Math.ceil(shard.capacity() * GROWTH));
      shards.setRelease(index(hi), shard);
    }
    shard.put((int) hi, lo, ordinal);
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
