package dev.rollcall.identity;

import java.util.concurrent.ConcurrentHashMap;

/** A dictionary on the heap, about 100 bytes a key; for tests and tries. */
public final class MemoryDictionary implements Dictionary {
  private record Key(long hi, long lo) {}

  private final ConcurrentHashMap<Key, Integer> ordinals = new ConcurrentHashMap<>();

  @Override
  public int find(long hi, long lo) {
    return ordinals.getOrDefault(new Key(hi, lo), ABSENT);
  }

  @Override
  public void put(long hi, long lo, int ordinal) {
    ordinals.put(new Key(hi, lo), ordinal);
  }

  @Override
  public long size() {
    return ordinals.size();
  }
}
