package dev.rollcall.audience;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What an application may do on the accounts granted to it; managing implies reading. */
public enum Permission {
  AUDIENCES_READ("Audiences Read"),
  AUDIENCES_MANAGE("Audiences Manage"),
  /** Ask why one shopper is in an audience, and see who asked; managing does not imply it. */
  AUDIENCES_EXPLAIN("Audiences Explain"),
  /** See how many users there are exactly, also where one user could be told from it. */
  EXACT_SIZES_READ("Exact Sizes Read"),
  CAMPAIGNS_READ("Campaigns Read"),
  CAMPAIGNS_MANAGE("Campaigns Manage"),
  ACCOUNTS_READ("Accounts Read"),
  /** Ask which audiences a shopper is in. */
  SERVING_READ("Serving Read"),
  /** See retailers and their settings. */
  RETAILERS_READ("Retailers Read"),
  /** Change a retailer's settings and import its identity graph. */
  RETAILERS_MANAGE("Retailers Manage"),
  /** See computations and snapshots. */
  COMPUTATIONS_READ("Computations Read"),
  /** Start computations and publish snapshots. */
  COMPUTATIONS_MANAGE("Computations Manage");

  private final String wireName;

  Permission(String wireName) {
    this.wireName = wireName;
  }

  /** The name as a person sees it. */
  public String wireName() {
    return wireName;
  }

  /** Whether a holder of these permissions has this one. */
  public boolean impliedBy(Set<Permission> held) {
    return held.contains(this)
        || switch (this) {
          case AUDIENCES_READ -> held.contains(AUDIENCES_MANAGE);
          case CAMPAIGNS_READ -> held.contains(CAMPAIGNS_MANAGE);
          case RETAILERS_READ -> held.contains(RETAILERS_MANAGE);
          case COMPUTATIONS_READ -> held.contains(COMPUTATIONS_MANAGE);
          case AUDIENCES_MANAGE,
              AUDIENCES_EXPLAIN,
              EXACT_SIZES_READ,
              CAMPAIGNS_MANAGE,
              ACCOUNTS_READ,
              SERVING_READ,
              RETAILERS_MANAGE,
              COMPUTATIONS_MANAGE ->
              false;
        };
  }

  public static Optional<Permission> parse(String name) {
    return Arrays.stream(values())
        .filter(p -> p.wireName.equalsIgnoreCase(name.strip()))
        .findFirst();
  }
}
