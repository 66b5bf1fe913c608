package dev.rollcall.compute.explain;

import dev.rollcall.compute.AudienceResult;
import dev.rollcall.compute.RetailerResult;
import dev.rollcall.compute.SegmentResult;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.identity.IdentityGraph;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A shopper as the published snapshot has them.
 *
 * @param told the snapshot and what it says of the audience; empty before the first
 * @param cutOff the last record it reflects; 0 when it has nothing of the retailer
 * @param has whether it has the audience
 * @param inAudience whether its set of the audience has the shopper
 * @param segments those asked for that the shopper is in
 */
record PublishedShopper(
    Optional<Explanation.Published> told,
    long cutOff,
    boolean has,
    boolean inAudience,
    Set<Long> segments) {
  static PublishedShopper of(
      SnapshotStore store, long retailerId, int user, long audienceId, Set<Long> segmentIds) {
    while (true) {
      Optional<Snapshot> snapshot = store.published();
      try {
        return of(store, snapshot, retailerId, user, audienceId, segmentIds);
      } catch (IllegalStateException e) {
        if (store.published().map(Snapshot::id).equals(snapshot.map(Snapshot::id))) throw e;
        // The store forgot the snapshot meanwhile, as another one was published: that one then.
      }
    }
  }

  private static PublishedShopper of(
      SnapshotStore store,
      Optional<Snapshot> snapshot,
      long retailerId,
      int user,
      long audienceId,
      Set<Long> segmentIds) {
    Optional<RetailerResult> result = snapshot.flatMap(s -> s.retailer(retailerId));
    Optional<AudienceResult> audience =
        result.flatMap(
            r -> r.audiences().stream().filter(a -> a.audienceId() == audienceId).findFirst());
    boolean in = audience.filter(a -> holds(store, a.contentId(), user)).isPresent();
    Set<Long> segments = new HashSet<>();
    if (result.isPresent())
      for (SegmentResult segment : result.get().segments())
        if (segmentIds.contains(segment.segmentId()) && holds(store, segment.contentId(), user))
          segments.add(segment.segmentId());
    long cutOff = result.map(RetailerResult::cutOff).orElse(0L);
    return new PublishedShopper(
        snapshot.map(s -> new Explanation.Published(s.id(), s.createdAt(), cutOff, in)),
        cutOff,
        audience.isPresent(),
        in,
        segments);
  }

  static boolean holds(SnapshotStore store, String contentId, int user) {
    return user != IdentityGraph.NOBODY && store.members(contentId).contains(user);
  }

  boolean inSegment(long segmentId) {
    return segments.contains(segmentId);
  }
}
