package dev.rollcall.audience;

import java.util.Arrays;
import java.util.Optional;

/** When an acknowledged change becomes visible to lookups. */
public enum Publication {
  /** With the next lookup. */
  CONTINUOUS("continuous"),
  /** With the next published snapshot. */
  SCHEDULED("scheduled");

  private final String wireName;

  Publication(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Publication> parse(String name) {
    return Arrays.stream(values()).filter(p -> p.wireName.equalsIgnoreCase(name)).findFirst();
  }
}
