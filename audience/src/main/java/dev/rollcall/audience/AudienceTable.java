package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Audiences in the catalog. */
public interface AudienceTable {
  /**
   * Adds the audience; false, and nothing changed, when its account already has another of that
   * name.
   */
  boolean insert(Audience audience);

  /**
   * Replaces the audience with the same id; false, and nothing changed, when its account already
   * has another of that name or when there is no such audience.
   */
  boolean update(Audience audience);

  void delete(long id);

  Optional<Audience> find(long id);

  /** The audiences of an account that pass the filter, by ascending id. */
  Page<Audience> search(long accountId, AudienceFilter filter, int offset, int limit);

  /** All audiences of a retailer, by ascending id. */
  List<Audience> ofRetailer(long retailerId);

  /** The ids of the audiences, of any account, whose algebra names the segment, ascending. */
  List<Long> using(long segmentId);
}
