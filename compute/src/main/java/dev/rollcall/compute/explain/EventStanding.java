package dev.rollcall.compute.explain;

import dev.rollcall.audience.history.Standing;
import dev.rollcall.compute.SegmentResult;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.compute.SnapshotStore;
import java.util.Optional;

/**
 * Since which computation a segment from events has a shopper, or does not, by the snapshots that
 * are kept.
 */
final class EventStanding {
  /** Snapshots read for one segment, at most. */
  private static final int LOOKED_AT = 100;

  private final SnapshotStore store;
  private final long retailerId;
  private final long segmentId;
  private final int user;

  EventStanding(SnapshotStore store, long retailerId, long segmentId, int user) {
    this.store = store;
    this.retailerId = retailerId;
    this.segmentId = segmentId;
    this.user = user;
  }

  /**
   * Why the segment has the shopper or not.
   *
   * @param in whether it has
   */
  Standing of(boolean in) {
    Optional<Snapshot> published = store.published();
    if (published.isEmpty() || !says(published.get(), in)) return new Standing.ByLaterEvents();
    Snapshot first = published.get();
    int looked = 0;
    for (SnapshotStore.Summary summary : store.list()) {
      if (summary.id() >= first.id()) continue;
      if (looked++ == LOOKED_AT) return new Standing.BeforeSnapshots();
      Optional<Snapshot> older = find(summary.id());
      if (older.isEmpty()) break;
      if (!says(older.get(), in))
        return new Standing.ByComputation(first.computationId(), first.id(), first.createdAt());
      first = older.get();
    }
    return new Standing.BeforeSnapshots();
  }

  /** Older ones are forgotten while they are looked at. */
  private Optional<Snapshot> find(long snapshotId) {
    try {
      return store.find(snapshotId);
    } catch (IllegalStateException forgotten) {
      return Optional.empty();
    }
  }

  /** Whether a snapshot has the segment, and in it the shopper or not. */
  private boolean says(Snapshot snapshot, boolean in) {
    return snapshot
        .retailer(retailerId)
        .flatMap(result ->
            result.segments().stream().filter(s -> s.segmentId() == segmentId).findFirst())
        .map(SegmentResult::contentId)
        .map(contentId -> PublishedShopper.holds(store, contentId, user) == in)
        .orElse(false);
  }
}
