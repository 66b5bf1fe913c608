package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Segments in the catalog. */
public interface SegmentTable {
  /**
   * Adds the segment; false, and nothing changed, when its account already has another of that
   * name.
   */
  boolean insert(AudienceSegment segment);

  /**
   * Replaces the segment with the same id; false, and nothing changed, when its account already has
   * another of that name or when there is no such segment.
   */
  boolean update(AudienceSegment segment);

  void delete(long id);

  Optional<AudienceSegment> find(long id);

  /** The account's own segment of that name. */
  Optional<AudienceSegment> named(long accountId, String name);

  /**
   * The segments that pass the filter of those an account may use, its own and those shared with
   * it, by ascending id.
   */
  Page<AudienceSegment> search(long accountId, SegmentFilter filter, int offset, int limit);

  /** All segments of a retailer, by ascending id. */
  List<AudienceSegment> ofRetailer(long retailerId);

  /** The ids of all segments there are. */
  Set<Long> ids();
}
