package dev.rollcall.compute;

/**
 * A count of users. Those of sets that have nobody in common add up.
 *
 * @param users how many there are
 * @param onPanel how many of them are on the panel
 * @param marks the sum of the marks of those
 */
record Tally(long users, long onPanel, long marks) {
  static final Tally NONE = new Tally(0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(users + other.users, onPanel + other.onPanel, marks + other.marks);
  }
}
