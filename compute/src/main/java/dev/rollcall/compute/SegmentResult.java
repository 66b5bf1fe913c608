package dev.rollcall.compute;

import dev.rollcall.identity.Channel;
import java.util.Set;

/**
 * What a segment held.
 *
 * @param contentId lower-case hex SHA-256 of the canonical bytes of its users' set
 * @param size its users
 * @param identifiers distinct identifiers on its list
 * @param matches those of them that belong to a user
 */
public record SegmentResult(
    long segmentId,
    long accountId,
    String contentId,
    long size,
    long identifiers,
    long matches,
    Set<Channel> channels) {
  public SegmentResult {
    channels = Set.copyOf(channels);
  }
}
