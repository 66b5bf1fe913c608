package dev.rollcall.audience;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The durable order of everything that happened to the populations.
 *
 * <p>A log is opened with the {@link Follower} that applies it: the records the follower has not
 * seen are applied first, then every new one, in order, one at a time, always after it became
 * durable.
 */
public interface AmendmentLog extends AutoCloseable {
  /**
   * Adds a record. Many callers share one force of the disk.
   *
   * @return completes with the record's position when it is durable and applied; exceptionally when
   *     either could not be done, in which case the log refuses everything from then on
   */
  CompletableFuture<Long> append(LogRecord record);

  /**
   * Appends a record and waits until it is durable and applied; returns its position.
   *
   * @throws LogUnavailable when either could not be done
   */
  default long appendAndWait(LogRecord record) {
    try {
      return append(record).join();
    } catch (CompletionException e) {
      throw new LogUnavailable("the amendment log refused a record", e);
    }
  }

  /**
   * The position of the last durable record; 0 when there is none. The first record has position 1.
   */
  long position();

  /** Reads records again; for one thread, which closes it. */
  Reader reader();

  /** Why the log refuses records, or empty while it takes them. */
  java.util.Optional<String> failure();

  /** Finishes what was accepted, then releases the files. */
  @Override
  void close();

  /** Reads durable records by position, each checked; cheapest when they lie near each other. */
  interface Reader extends AutoCloseable {
    /**
     * The record at a position.
     *
     * @throws IllegalArgumentException when there is none
     * @throws RuntimeException when it is not as it was written
     */
    LogRecord at(long position);

    @Override
    void close();
  }

  /** What the log is applied to. */
  interface Follower {
    /** The position up to which records are already applied. */
    long position();

    /**
     * The newest record that any part of it has seen; beyond {@link #position} when its parts were
     * restored from different moments. A log that ends before it has lost records.
     */
    default long furthest() {
      return position();
    }

    /**
     * Applies the next record; called by one thread at a time, in order, never for a record at or
     * before {@link #position}.
     */
    void apply(long position, LogRecord record);
  }
}
