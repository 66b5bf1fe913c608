package dev.rollcall.audience;

/** Which side of the market an account is on. */
public enum AccountType {
  /** A retailer, who sells the placements. */
  SUPPLY("supply"),
  /** A brand or seller, who buys them. */
  DEMAND("demand");

  private final String wireName;

  AccountType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
