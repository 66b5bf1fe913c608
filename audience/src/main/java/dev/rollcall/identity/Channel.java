package dev.rollcall.identity;

import java.util.Arrays;
import java.util.Optional;

/** Where an identifier can reach its shopper: on the retailer's own site, or elsewhere. */
public enum Channel {
  ONSITE("Onsite", 0),
  OFFSITE("Offsite", 1);

  private final String wireName;
  private final int code;

  Channel(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** The name as the API spells it. */
  public String wireName() {
    return wireName;
  }

  /** The number that stands for the channel in stored counts. It never changes meaning. */
  int code() {
    return code;
  }

  /** The channel of that name. */
  public static Optional<Channel> parse(String name) {
    return Arrays.stream(values()).filter(c -> c.wireName.equalsIgnoreCase(name)).findFirst();
  }
}
