package dev.rollcall.audience.history;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.LogRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A log in which something else happens just before a record is appended or read. */
final class EventfulLog implements AmendmentLog {
  private final AmendmentLog log;
  private Supplier<Optional<LogRecord>> meanwhile = Optional::empty;

  EventfulLog(AmendmentLog log) {
    this.log = log;
  }

  /** From now on this is asked what happened, at every append and every read. */
  void meanwhile(Supplier<Optional<LogRecord>> happening) {
    meanwhile = happening;
  }

  private void happen() {
    meanwhile.get().ifPresent(log::appendAndWait);
  }

  @Override
  public CompletableFuture<Long> append(LogRecord record) {
    happen();
    return log.append(record);
  }

  @Override
  public long position() {
    return log.position();
  }

  @Override
  public Reader reader() {
    Reader reader = log.reader();
    return new Reader() {
      @Override
      public LogRecord at(long position) {
        happen();
        return reader.at(position);
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  @Override
  public Optional<String> failure() {
    return log.failure();
  }

  @Override
  public void close() {
    log.close();
  }
}
