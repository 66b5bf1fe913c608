package dev.rollcall.identity;

/** Where an identifier can reach its shopper: on the retailer's own site, or elsewhere. */
public enum Channel {
  ONSITE("Onsite"),
  OFFSITE("Offsite");

  private final String wireName;

  Channel(String wireName) {
    this.wireName = wireName;
  }

  /** The name as the API spells it. */
  public String wireName() {
    return wireName;
  }
}
