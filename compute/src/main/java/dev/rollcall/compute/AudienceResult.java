package dev.rollcall.compute;

import dev.rollcall.identity.Channel;
import java.util.Set;

/**
 * What an audience held.
 *
 * @param contentId lower-case hex SHA-256 of the canonical bytes of its users' set
 * @param size its users
 * @param channels those that all its segments share
 */
public record AudienceResult(
    long audienceId, long accountId, String contentId, long size, Set<Channel> channels) {
  public AudienceResult {
    channels = Set.copyOf(channels);
  }
}
