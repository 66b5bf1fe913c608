package dev.rollcall.audience;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which accounts beside its owner may use a contact list. It reaches none that may not address the
 * list's retailer, whatever is said here.
 *
 * @param accountIds the chosen ones, ascending; none unless the status says that some are
 * @param statistics whether they may read how many identifiers are on it and match
 */
public record Sharing(Status status, Set<Long> accountIds, boolean statistics) {
  /** How far a list is shared. */
  public enum Status {
    NOT_SHARED("NotShared"),
    /** With every account that may address the retailer's shoppers, also one made later. */
    ALL("SharedWithAll"),
    CHOSEN("SharedWithDemandAccounts");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** What a segment has before anyone shares it. */
  public static final Sharing NONE = new Sharing(Status.NOT_SHARED, Set.of(), false);

  public Sharing {
    SortedSet<Long> ascending = new TreeSet<>(accountIds);
    accountIds = Collections.unmodifiableSortedSet(ascending);
    if (accountIds.isEmpty() == (status == Status.CHOSEN))
      throw new IllegalArgumentException("accounts are named when some are chosen, only then");
    if (statistics && status == Status.NOT_SHARED)
      throw new IllegalArgumentException("who is not shown a list is not told its statistics");
  }

  public static Sharing withAll(boolean statistics) {
    return new Sharing(Status.ALL, Set.of(), statistics);
  }

  public static Sharing with(Set<Long> accountIds, boolean statistics) {
    return new Sharing(Status.CHOSEN, accountIds, statistics);
  }

  /** Whether the account is among those that the list is shared with. */
  public boolean reaches(long accountId) {
    return switch (status) {
      case NOT_SHARED -> false;
      case ALL -> true;
      case CHOSEN -> accountIds.contains(accountId);
    };
  }
}
