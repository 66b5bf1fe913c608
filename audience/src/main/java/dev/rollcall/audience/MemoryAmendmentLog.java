package dev.rollcall.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An amendment log that forgets everything with the process; for tests and tries. */
public final class MemoryAmendmentLog implements AmendmentLog {
  private final Follower follower;
  private final long before;
  private final List<LogRecord> records = new ArrayList<>();
  private long position;
  private @Nullable LogUnavailable failure;

  public MemoryAmendmentLog(Follower follower) {
    this.follower = follower;
    this.before = follower.position();
    this.position = before;
  }

  @Override
  public synchronized CompletableFuture<Long> append(LogRecord record) {
    if (failure == null) {
      try {
        follower.apply(position + 1, record);
        records.add(record);
        position++;
      } catch (RuntimeException e) {
        failure = new LogUnavailable("a record could not be applied: " + e.getMessage(), e);
      }
    }
    return failure == null
        ? CompletableFuture.completedFuture(position)
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public Reader reader() {
    return new Reader() {
      @Override
      public LogRecord at(long wanted) {
        return record(wanted);
      }

      @Override
      public void close() {}
    };
  }

  private synchronized LogRecord record(long wanted) {
    if (wanted <= before || wanted > position)
      throw new IllegalArgumentException("the log has no position " + wanted);
    return records.get((int) (wanted - before - 1));
  }

  @Override
  public synchronized Optional<String> failure() {
    return Optional.ofNullable(failure).map(LogUnavailable::getMessage);
  }

  @Override
  public void close() {}
}
