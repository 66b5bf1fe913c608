package dev.rollcall.audience;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An amendment log that forgets everything with the process; for tests and tries. */
public final class MemoryAmendmentLog implements AmendmentLog {
  private final Follower follower;
  private long position;

  public MemoryAmendmentLog(Follower follower) {
    this.follower = follower;
    this.position = follower.position();
  }

  @Override
  public synchronized CompletableFuture<Long> append(LogRecord record) {
    position++;
    follower.apply(position, record);
    return CompletableFuture.completedFuture(position);
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
