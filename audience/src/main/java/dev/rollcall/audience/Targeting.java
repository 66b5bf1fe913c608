package dev.rollcall.audience;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which audiences a line item is shown to, or kept from. With no audiences it is shown to everyone.
 *
 * @param audienceIds in ascending order
 */
public record Targeting(Scope scope, Set<Long> audienceIds) {
  /** Whether the audiences are let in or kept out. */
  public enum Scope {
    INCLUDE("include"),
    EXCLUDE("exclude");

    private final String wireName;

    Scope(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /** What a line item has before anyone targets it. */
  public static final Targeting EVERYONE = new Targeting(Scope.INCLUDE, Set.of());

  public Targeting {
    audienceIds = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(audienceIds));
  }

  public Targeting with(Set<Long> more) {
    Set<Long> ids = new TreeSet<>(audienceIds);
    ids.addAll(more);
    return new Targeting(scope, ids);
  }

  public Targeting without(Set<Long> fewer) {
    Set<Long> ids = new TreeSet<>(audienceIds);
    ids.removeAll(fewer);
    return new Targeting(scope, ids);
  }

  /** Whether a shopper who is in exactly these audiences is shown the line item. */
  public boolean admits(Set<Long> shoppersAudiences) {
    if (audienceIds.isEmpty()) return true;
    boolean any = audienceIds.stream().anyMatch(shoppersAudiences::contains);
    return switch (scope) {
      case INCLUDE -> any;
      case EXCLUDE -> !any;
    };
  }
}
