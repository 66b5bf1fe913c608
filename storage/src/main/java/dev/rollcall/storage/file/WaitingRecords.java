package dev.rollcall.storage.file;

import dev.rollcall.audience.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Records on their way to the disk, so many bytes at most: who brings more waits. */
final class WaitingRecords {
  /** A record and the one who waits for it. */
  record Entry(LogRecord record, long bytes, CompletableFuture<Long> done) {
    Entry(LogRecord record) {
      this(record, RecordForm.bytes(record), new CompletableFuture<>());
    }
  }

  private final long limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private final Condition more = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long bytes;
  private boolean ended;

  WaitingRecords(long limitBytes) {
    this.limit = limitBytes;
  }

  /** Adds a record, as soon as there is room; false when none are taken any more. */
  boolean add(Entry entry) {
    lock.lock();
    try {
      while (!ended && bytes > 0 && bytes + entry.bytes() > limit) {
        fewer.awaitUninterruptibly();
      }
      if (ended) {
        return false;
      }
      entries.add(entry);
      bytes += entry.bytes();
      more.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest records, at least one and then up to so many bytes, as soon as there are any;
   * none when they have ended.
   */
  List<Entry> take(long most) {
    lock.lock();
    try {
      while (!ended && entries.isEmpty()) {
        more.awaitUninterruptibly();
      }
      List<Entry> taken = new ArrayList<>();
      for (long sum = 0; !entries.isEmpty(); ) {
        sum += entries.element().bytes();
        if (sum > most && !taken.isEmpty()) {
          break;
        }
        Entry entry = entries.remove();
        bytes -= entry.bytes();
        taken.add(entry);
      }
      fewer.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; those there are can still be taken out. */
  void end() {
    lock.lock();
    try {
      ended = true;
      more.signalAll();
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
