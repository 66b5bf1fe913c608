package dev.rollcall.compute;

import dev.rollcall.compute.Computation.Trigger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What waits for the thread that computes: the runs asked for, in order, and after them one for
 * changes, once it is due. No lock is held while anything runs.
 */
final class RunQueue {
  /** What to do next. */
  sealed interface Next {
    /** A run that was asked for. */
    record Asked(Computation queued) implements Next {}

    /** A run for what changed. */
    record Changes() implements Next {}
  }

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<Computation> asked = new ArrayDeque<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ChangePace pace;
  private long heard;
  private boolean closed;

  RunQueue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.pace = new ChangePace(nanoTime.getAsLong());
  }

  /** A run by hand that waits here. */
  Optional<Computation> waitingByHand() {
    lock.lock();
    try {
      return asked.stream().filter(run -> run.trigger() == Trigger.MANUAL).findFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a run; once closed, nothing takes it any more. */
  void add(Computation queued) {
    lock.lock();
    try {
      asked.add(queued);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hints that something changed; only the first hint after a run was taken costs anything. */
  void changed() {
    if (changed.get() || !changed.compareAndSet(false, true)) {
      return;
    }
    lock.lock();
    try {
      heard = nanoTime.getAsLong();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for what is to be done next; empty when closed and done. Any run sees what changed before
   * it, so taking one takes back the hint.
   */
  Optional<Next> take() throws InterruptedException {
    lock.lock();
    try {
      while (asked.isEmpty() && !closed) {
        long wait = changed.get() ? pace.due(heard) - nanoTime.getAsLong() : Long.MAX_VALUE;
        if (wait <= 0) {
          changed.set(false);
          return Optional.of(new Next.Changes());
        }
        news.awaitNanos(wait);
      }
      if (asked.isEmpty()) {
        return Optional.empty();
      }
      changed.set(false);
      return Optional.of(new Next.Asked(asked.remove()));
    } finally {
      lock.unlock();
    }
  }

  /** Tells how long the last run for changes took, which sets when there may be another. */
  void ran(long began) {
    lock.lock();
    try {
      pace.succeeded(began, nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** Tells that a run failed: what changed is still to be looked at, but not at once. */
  void failed() {
    lock.lock();
    try {
      pace.failed(nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
    changed();
  }

  /** Lets the thread end when it has done what was asked for. */
  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
