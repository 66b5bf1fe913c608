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
   * Sets the bit of every audience the user is in. To be called inside {@link Population#reading}.
   */
  void add(Population population, int user, long[] audienceBits);
}
