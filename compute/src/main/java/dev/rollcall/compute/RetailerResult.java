package dev.rollcall.compute;

import java.time.Instant;
import java.util.List;

/**
 * One retailer's part of a snapshot.
 *
 * @param cutOff the position of the last log record it reflects
 * @param computedAt when the population was at the cut-off
 * @param users the retailer's users at the cut-off
 */
public record RetailerResult(
    long retailerId,
    long cutOff,
    Instant computedAt,
    long users,
    List<SegmentResult> segments,
    List<AudienceResult> audiences) {
  public RetailerResult {
    segments = List.copyOf(segments);
    audiences = List.copyOf(audiences);
  }

  /** Whether both tell the same of all segments and audiences, however old they are. */
  boolean sameSetsAs(RetailerResult other) {
    return users == other.users
        && segments.equals(other.segments)
        && audiences.equals(other.audiences);
  }
}
