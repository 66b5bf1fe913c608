package dev.rollcall.http.json;

import dev.rollcall.audience.Outcome;

/** What use cases give back, as a request sees it. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * The value that was made.
   *
   * @throws Refusal when the whole request was refused
   */
  public static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(var problem) -> throw new Refusal(problem);
    };
  }
}
