package dev.rollcall.audience;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A catalog that forgets everything with the process; for tests and tries.
 *
 * <p>Readers see the tables as the last write left them and wait for nobody. A write works on a
 * draft, which takes their place when the work is done and is dropped when it throws.
 */
public final class MemoryCatalog implements Catalog {
  private final ReentrantLock turn = new ReentrantLock(true);
  private final AtomicLong version = new AtomicLong();
  private volatile MemoryTables tables = MemoryTables.empty();

  @Override
  public <T> T read(Function<Tables, T> work) {
    return work.apply(tables);
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    return change(work, MemoryTables::draft, true);
  }

  @Override
  public <T> T count(Function<Tables, T> work) {
    return change(work, MemoryTables::draftWithoutIds, false);
  }

  private <T> T change(
      Function<Tables, T> work, UnaryOperator<MemoryTables> drafting, boolean counted) {
    if (turn.isHeldByCurrentThread()) throw new IllegalStateException("a write inside a write");
    turn.lock();
    MemoryTables draft = drafting.apply(tables);
    try {
      T result = work.apply(draft);
      tables = draft;
      if (counted) version.incrementAndGet();
      return result;
    } finally {
      draft.freeze();
      turn.unlock();
    }
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public void close() {}
}
