package dev.rollcall.audience;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An amendment log that forgets everything with the process; for tests and tries. */
public final class MemoryAmendmentLog implements AmendmentLog {
  private final Follower follower;
  private long position;
  private @Nullable LogUnavailable failure;

  public MemoryAmendmentLog(Follower follower) {
    this.follower = follower;
    this.position = follower.position();
  }

  @Override
  public synchronized CompletableFuture<Long> append(LogRecord record) {
    if (failure == null) {
      try {
        follower.apply(position + 1, record);
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
  public synchronized Optional<String> failure() {
    return Optional.ofNullable(failure).map(LogUnavailable::getMessage);
  }

  @Override
  public void close() {}
}
