package dev.rollcall.storage.events;

/** A moment at which a crash leaves something else on the disk than at the one before. */
enum Step {
  EVENTS_WRITTEN,
  EVENTS_FORCED,
  JOURNAL_ROTATED,
  DAY_WRITTEN,
  DAYS_FORCED,
  MANIFEST_WRITTEN,
  OLD_FILES_DELETED,
  JOURNALS_DELETED,
  PRODUCTS_WRITTEN,
  PRODUCTS_LISTED;

  /** Who is told of each step as it is done; tests look at the disk then. */
  interface Watch {
    void done(Step step);
  }
}
