package dev.rollcall.audience.history;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.Effect;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Projection;
import dev.rollcall.audience.Stage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the history as records are applied: on a thread of its own, many operations at a time, a
 * moment later or as soon as somebody wants to read it.
 *
 * <p>What a killed process had not written yet is applied again by the next one, as checkpoints are
 * never ahead of this, so every operation is there once with what it did.
 */
public final class OperationRecorder implements Populations.Observer, Projection, AutoCloseable {
  /** Operations that wait at most; who applies more waits with them. */
  static final int MOST_WAITING = 65_536;

  private static final Logger LOG = System.getLogger(OperationRecorder.class.getName());
  private static final int AT_ONCE = 4_096;
  private static final int ACCOUNTS_KNOWN = 10_000;
  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final OperationHistory history;
  private final Catalog catalog;
  private final Map<Long, Long> accountOf = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Condition fewer = lock.newCondition();
  private final ArrayDeque<Operation> waiting = new ArrayDeque<>();
  private final Map<Key, Operation> keyed = new HashMap<>();
  private final Thread writer;
  private long applied;
  private long recorded;
  private long wanted;
  private boolean closed;

  /** The key of a request, as two applications may give the same. */
  private record Key(long applicationId, long hi, long lo) {
    static Optional<Key> of(Operation operation) {
      return Optional.ofNullable(operation.retry())
          .map(retry -> new Key(operation.applicationId(), retry.keyHi(), retry.keyLo()));
    }
  }

  public OperationRecorder(OperationHistory history, Catalog catalog) {
    this.history = history;
    this.catalog = catalog;
    this.recorded = history.position();
    this.applied = recorded;
    this.writer = Thread.ofPlatform().daemon().name("operation-recorder").unstarted(this::work);
    writer.start();
  }

  @Override
  public void applied(long position, LogRecord record, Effect effect) {
    lock.lock();
    try {
      if (position <= applied) return;
      while (waiting.size() >= MOST_WAITING && !closed) fewer.awaitUninterruptibly();
      Operation operation = Operation.of(position, record, effect);
      waiting.add(operation);
      Key.of(operation).ifPresent(key -> keyed.put(key, operation));
      applied = position;
      if (waiting.size() == 1 || waiting.size() == AT_ONCE) more.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The newest operation of a request that an application gave this key, whether it is in the
   * history or waits to be: no need to wait for that.
   */
  public Optional<Operation> keyed(long applicationId, long keyHi, long keyLo) {
    lock.lock();
    try {
      Operation found = keyed.get(new Key(applicationId, keyHi, keyLo));
      if (found != null) return Optional.of(found);
    } finally {
      lock.unlock();
    }
    return history.keyed(applicationId, keyHi, keyLo);
  }

  /** Forgets keys of operations accepted before then; returns how many, at most the limit. */
  public int forgetKeys(Instant before, int limit) {
    return history.forgetKeys(before, limit);
  }

  @Override
  public long position() {
    lock.lock();
    try {
      return recorded;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that is applied is in the history. */
  public void awaitAll() {
    await(Long.MAX_VALUE);
  }

  @Override
  public void await(long position) {
    lock.lock();
    try {
      long needed = Math.min(position, applied);
      wanted = Math.max(wanted, needed);
      more.signal();
      long patience = PATIENCE_NANOS;
      while (recorded < needed) {
        if (patience <= 0 || closed) throw unavailable();
        patience = fewer.awaitNanos(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } finally {
      lock.unlock();
    }
  }

  private static CatalogUnavailable unavailable() {
    return new CatalogUnavailable(
        "the history is behind", new IllegalStateException("operations wait to be recorded"));
  }

  private void work() {
    List<Operation> batch = take();
    while (!batch.isEmpty()) {
      try {
        history.append(owned(batch));
        recorded(batch);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "operations could not be recorded, which will be tried again", e);
        if (!pause()) return;
        continue;
      }
      batch = take();
    }
  }

  /** The oldest that wait, left where they are; none when this is closed and all is written. */
  private List<Operation> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) more.awaitUninterruptibly();
      long delay = DELAY_NANOS;
      while (waiting.size() < AT_ONCE && wanted <= recorded && !closed && delay > 0)
        delay = more.awaitNanos(delay);
      return waiting.stream().limit(AT_ONCE).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private void recorded(List<Operation> batch) {
    lock.lock();
    try {
      for (Operation operation : batch) {
        waiting.remove();
        Key.of(operation).ifPresent(key -> keyed.remove(key, operation));
      }
      recorded = batch.getLast().id();
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits before another attempt; false when this is closed, as the next start will make up. */
  private boolean pause() {
    lock.lock();
    try {
      long left = RETRY_NANOS;
      while (left > 0 && !closed) left = more.awaitNanos(left);
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** The operations with the accounts of their lists, as the catalog knows them now. */
  private List<Operation> owned(List<Operation> batch) {
    if (accountOf.size() > ACCOUNTS_KNOWN) accountOf.clear();
    List<Long> unknown =
        batch.stream()
            .map(Operation::segmentId)
            .filter(id -> id != 0 && !accountOf.containsKey(id))
            .distinct()
            .toList();
    if (!unknown.isEmpty())
      accountOf.putAll(
          catalog.<Map<Long, Long>>read(tables -> {
            Map<Long, Long> found = new HashMap<>();
            for (long id : unknown)
              tables
                  .segments()
                  .find(id)
                  .map(AudienceSegment::accountId)
                  .or(() -> tables.stages().find(id).map(Stage::accountId))
                  .ifPresent(account -> found.put(id, account));
            return found;
          }));
    List<Operation> owned = new ArrayList<>(batch.size());
    for (Operation operation : batch)
      owned.add(operation.of(accountOf.getOrDefault(operation.segmentId(), 0L)));
    return owned;
  }

  /** Writes what is left, once. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
