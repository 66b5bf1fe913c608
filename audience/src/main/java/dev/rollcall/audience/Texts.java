package dev.rollcall.audience;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules that names and descriptions are held to, for segments and audiences alike. */
final class Texts {
  private Texts() {}

  /** The trimmed name, or why it cannot be one. */
  static Outcome<String> name(@Nullable String given) {
    String name = given == null ? "" : given.strip();
    if (name.isEmpty())
      return Outcome.refused(
          ProblemCode.NAME_MUST_NOT_BE_EMPTY.because(
              "name must have a character that is not blank"));
    if (!wellFormed(name)) return Outcome.refused(notText("name"));
    int length = name.codePointCount(0, name.length());
    return length <= Limits.NAME
        ? Outcome.done(name)
        : Outcome.refused(
            ProblemCode.NAME_TOO_LONG.because(
                "name has " + length + " characters, at most " + Limits.NAME + " are allowed"));
  }

  /** The description as given, or why it cannot be one. */
  static Outcome<Optional<String>> description(Optional<String> given) {
    if (!wellFormed(given.orElse(""))) return Outcome.refused(notText("description"));
    int length = given.map(text -> text.codePointCount(0, text.length())).orElse(0);
    return length <= Limits.DESCRIPTION
        ? Outcome.done(given)
        : Outcome.refused(
            ProblemCode.DESCRIPTION_TOO_LONG.because(
                "description has "
                    + length
                    + " characters, at most "
                    + Limits.DESCRIPTION
                    + " are allowed"));
  }

  /** Whether every store can keep it: PostgreSQL has no NUL, and UTF-8 no half of a pair. */
  private static boolean wellFormed(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  private static Problem notText(String field) {
    return ProblemCode.INVALID_VALUE.because(field + " must be Unicode text without U+0000");
  }

  static Problem nameTaken(String kind, String name) {
    return ProblemCode.NAME_MUST_BE_UNIQUE.because(
        "the account already has " + kind + " named \"" + name + "\"");
  }
}
