package dev.rollcall.compute;

import dev.rollcall.audience.Population;
import java.util.List;

/** One retailer's audiences in the form that lookups ask, each with a number: its place. */
sealed interface ServedAudiences permits LiveAudiences, PublishedAudiences {
  /** The audiences' ids, ascending. */
  List<Long> ids();

  /** Who owns each of them. */
  List<Long> accountIds();

  /**
   * Sets for each user the bit of every audience the user is in. To be called inside {@link
   * Population#reading}.
   *
   * @param users best ascending: neighbours lie in the same blocks of the lists, which are in the
   *     cache then
   * @param audienceBits each user's; several may have the same
   */
  void add(Population population, int[] users, long[][] audienceBits);
}
