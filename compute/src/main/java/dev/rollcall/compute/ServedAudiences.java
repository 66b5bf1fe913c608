package dev.rollcall.compute;

import dev.rollcall.audience.Population;
import dev.rollcall.members.MemberRows;
import java.util.List;

/** One retailer's audiences in the form that lookups ask, each with a number: its place. */
sealed interface ServedAudiences permits LiveAudiences, PublishedAudiences {
  /** The audiences' ids, ascending. */
  List<Long> ids();

  /** Who owns each of them. */
  List<Long> accountIds();

  /**
   * The audiences that each of the users is in: one row of {@link MemberRows#words} words after the
   * other, with a bit for each audience. To be called inside {@link Population#reading}.
   *
   * @param users best ascending: neighbours lie in the same blocks of the lists, which are in the
   *     cache then
   */
  long[] rows(Population population, int[] users);
}
