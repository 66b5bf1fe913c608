package dev.rollcall.audience;

/**
 * What is derived from applied records and kept on its own, beside the populations. As only
 * applying a record tells what it did, no checkpoint of the populations may be ahead of it.
 */
public interface Projection {
  /** None: nothing is behind. */
  Projection NONE =
      new Projection() {
        @Override
        public long position() {
          return Long.MAX_VALUE;
        }

        @Override
        public void await(long position) {}
      };

  /** Up to which record it is durable. */
  long position();

  /**
   * Waits until it is durable up to a record that was applied.
   *
   * @throws CatalogUnavailable when that takes too long
   */
  void await(long position);
}
