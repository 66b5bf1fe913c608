package dev.rollcall.audience;

/** The family a problem belongs to, as clients switch on it. */
public enum ProblemType {
  ACCESS_CONTROL("access-control"),
  AUTHENTICATION("authentication"),
  AUTHORIZATION("authorization"),
  AVAILABILITY("availability"),
  DEPRECATION("deprecation"),
  QUOTA("quota"),
  VALIDATION("validation");

  private final String wireName;

  ProblemType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
