package dev.rollcall.compute.explain;

import dev.rollcall.audience.Audience;
import dev.rollcall.audience.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a shopper is in an audience or is not.
 *
 * @param in as lookups answer it
 * @param publication that of the retailer: what lookups answer from
 * @param snapshot the published one, and what it says; empty when there is none
 * @param position the last operation that is part of what is acknowledged
 * @param algebra the audience's, as it is defined now
 * @param segments each that the algebra names, by id
 * @param turning what would turn the verdict; empty when it is about to turn by itself, and when
 *     nothing small was found
 */
public record Explanation(
    Audience audience,
    boolean in,
    Reason reason,
    Publication publication,
    Optional<Published> snapshot,
    long position,
    ExplainedNode algebra,
    List<ExplainedSegment> segments,
    List<ExplainedSegment> turning) {
  public Explanation {
    segments = List.copyOf(segments);
    turning = List.copyOf(turning);
  }

  /** Where a verdict comes from. */
  public enum Reason {
    /** The algebra, over the shopper's segments. */
    ALGEBRA("algebra"),
    /** The retailer knows nobody by the identifier, and no list ever had it. */
    UNKNOWN_IDENTIFIER("unknown-identifier"),
    /** Lists have had the identifier; the identity graph does not know whose it is. */
    UNMATCHED_IDENTIFIER("unmatched-identifier"),
    /** The published snapshot does not have the audience yet. */
    AUDIENCE_NOT_PUBLISHED("audience-not-published"),
    /** The published snapshot was computed from another algebra. */
    DEFINITION_NOT_PUBLISHED("definition-not-published");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * The published snapshot.
   *
   * @param cutOff the last operation it reflects; 0 when it has nothing of the retailer
   * @param in whether its set of the audience has the shopper
   */
  public record Published(long id, Instant createdAt, long cutOff, boolean in) {}

  /** What lookups will answer once all that is acknowledged is live. */
  public boolean acknowledged() {
    return algebra.acknowledged();
  }

  /** Whether something acknowledged that bears on the verdict, or on a part of it, is not live. */
  public boolean pending() {
    return in != acknowledged()
        || segments.stream().anyMatch(segment -> segment.in() != segment.acknowledged());
  }
}
