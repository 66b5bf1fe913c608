package dev.rollcall.bench.load;

/** Identifiers of one type, each made of a number. */
public enum Kind {
  EMAIL("Email", "shopper.", "@example.com"),
  PHONE("PhoneNumber", "+4915", "");

  private final String type;
  private final String before;
  private final String after;

  Kind(String type, String before, String after) {
    this.type = type;
    this.before = before;
    this.after = after;
  }

  /** The type's name on the wire. */
  public String type() {
    return type;
  }

  String before() {
    return before;
  }

  String after() {
    return after;
  }

  /** The identifier of a number. */
  public String of(long number) {
    return before + "%09d".formatted(number) + after;
  }
}
