package dev.rollcall.audience;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of segment, as a search names them. */
public enum SegmentType {
  CONTACT_LIST("ContactList"),
  EVENTS("Events");

  private final String wireName;

  SegmentType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<SegmentType> parse(String name) {
    return Arrays.stream(values()).filter(t -> t.wireName.equalsIgnoreCase(name)).findFirst();
  }

  public static SegmentType of(Definition definition) {
    return switch (definition) {
      case Definition.ContactList list -> CONTACT_LIST;
      case Definition.Events events -> EVENTS;
    };
  }
}
