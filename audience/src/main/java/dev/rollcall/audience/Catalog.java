package dev.rollcall.audience;

import java.util.function.Function;

/**
 * The durable record of accounts, retailers, applications, segments, audiences and line items.
 *
 * <p>Only what a request or an operator changed is here; members of lists are in the {@link
 * AmendmentLog}.
 */
public interface Catalog extends AutoCloseable {
  /** Runs reads that see one state of the catalog. */
  <T> T read(Function<Tables, T> work);

  /**
   * Runs reads and writes as one: all of it is durable and visible when this returns, none of it
   * when the work throws. Writers take turns; a write inside a write is refused.
   */
  <T> T write(Function<Tables, T> work);

  /**
   * Does what must follow the writes of this thread, once they are durable: at once, unless they
   * are a part of something larger.
   */
  default void afterwards(Runnable work) {
    work.run();
  }

  /**
   * The same as {@link #write} for what nothing is computed from, such as impressions: the version
   * stays, and no ids are given.
   */
  <T> T count(Function<Tables, T> work);

  /**
   * A number that grows with every write: before {@link #write} returns for a write made here,
   * within a second for one made by another process.
   */
  long version();

  @Override
  void close();

  /** The tables as one transaction sees them; not to be kept beyond it. */
  interface Tables {
    /** A new id: an int64 never given before to an entity of any kind, starting at 1,000. */
    long newId();

    AccountTable accounts();

    RetailerTable retailers();

    ApplicationTable applications();

    SegmentTable segments();

    AudienceTable audiences();

    LineItemTable lineItems();

    StageTable stages();

    AnswerTable answers();

    ImpressionTable impressions();
  }
}
