package dev.rollcall.compute;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells any number of waiting threads that something may have changed: soon after a hint, and every
 * second without one. Those who wait look for themselves what it was.
 *
 * <p>A hint costs next to nothing and wakes one thread, which wakes all others at most ten times a
 * second, however many hints there were.
 */
public final class Pulse implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hints = lock.newCondition();
  private final Condition beats = lock.newCondition();
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final Thread thread;
  private long beat;
  private boolean closed;

  public Pulse() {
    this.thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::work);
    thread.start();
  }

  /** Something may have changed. */
  public void hint() {
    if (hinted.get() || !hinted.compareAndSet(false, true)) return;
    lock.lock();
    try {
      hints.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The latest beat: what is looked for from now on is not missed by waiting for another. */
  public long latest() {
    lock.lock();
    try {
      return beat;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a beat after one that is known.
   *
   * @return whether there may be more, which is false once this is closed
   */
  public boolean awaitAfter(long known) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (beat <= known && !closed) beats.await();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    lock.lock();
    try {
      while (!closed) {
        long left = TICK_NANOS;
        while (left > 0 && !hinted.get() && !closed) left = hints.awaitNanos(left);
        hinted.set(false);
        beat++;
        beats.signalAll();
        long pause = SPACING_NANOS;
        while (pause > 0 && !closed) pause = hints.awaitNanos(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      beats.signalAll();
      lock.unlock();
    }
  }

  /** Lets all who wait go on, for the last time. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      hints.signalAll();
      beats.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
