package dev.rollcall.compute;

import dev.rollcall.identity.Channel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an audience held.
 *
 * @param contentId lower-case hex SHA-256 of the canonical bytes of its users' set
 * @param size its users
 * @param channels those that all its segments share
 * @param borrowed its segments that belong to other accounts, which may keep their statistics to
 *     themselves; null in a snapshot made before that was noted
 */
public record AudienceResult(
    long audienceId,
    long accountId,
    String contentId,
    long size,
    Set<Channel> channels,
    @Nullable Set<Long> borrowed) {
  public AudienceResult {
    channels = Set.copyOf(channels);
    borrowed = borrowed == null ? null : Set.copyOf(borrowed);
  }

  /**
   * Whether its size gives away nothing that the owner of a list keeps.
   *
   * @param withheld the borrowed segments whose statistics are not told
   */
  public boolean mayBeTold(Set<Long> withheld) {
    return borrowed != null && borrowed.stream().noneMatch(withheld::contains);
  }
}
