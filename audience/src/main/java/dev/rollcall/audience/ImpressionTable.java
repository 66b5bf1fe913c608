package dev.rollcall.audience;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Impressions in the catalog: counts by day, and the ids that were counted. */
public interface ImpressionTable {
  /**
   * The id of an impression, unique in its account: 128 bits of the hash of what the sender calls
   * it.
   *
   * @param day of the impression
   */
  record Id(long accountId, long hi, long lo, LocalDate day) {}

  /** Remembers the ids; for each whether it was not known yet, nor earlier in the list. */
  boolean[] remember(List<Id> ids);

  /** Forgets ids of days before the day, so many at most. */
  void forget(LocalDate before, int most);

  /** Adds to what is counted. */
  void add(Collection<ImpressionCount> counts);

  /** Whether an impression was ever counted for the line item, audience or segment. */
  boolean served(ImpressionCount.By by, long entityId);

  /**
   * What was counted for an account, by ascending day and id.
   *
   * @param from the first day
   * @param to the last day
   */
  Page<ImpressionCount> list(
      long accountId,
      ImpressionCount.By by,
      Optional<Set<Long>> entityIds,
      LocalDate from,
      LocalDate to,
      int offset,
      int limit);
}
