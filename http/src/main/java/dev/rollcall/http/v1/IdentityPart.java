package dev.rollcall.http.v1;

import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRowsBuilder;
import dev.rollcall.identity.InvalidIdentifier;
import java.util.ArrayList;
import java.util.List;

/** The rows of one part of an identity graph as they are read, and what was wrong with some. */
final class IdentityPart {
  /** Rows in one part, at most. */
  static final int MAX_ROWS = 50_000;

  /** Identifiers in one part, at most: all of them are one record of the log. */
  static final int MAX_IDENTIFIERS = 1_000_000;

  /** Problems told in one answer, at most; the counts include those beyond. */
  private static final int MAX_PROBLEMS = 1_000;

  private final IdentityRowsBuilder rows = new IdentityRowsBuilder();
  private final List<Problem> problems = new ArrayList<>();
  private int rowCount;
  private int identifiers;
  private int invalidIdentifiers;

  /** Begins the row of another user. */
  void row() {
    if (rowCount == MAX_ROWS) throw tooMany(MAX_ROWS + " rows");
    rowCount++;
    rows.user();
  }

  private static Refusal tooMany(String most) {
    return new Refusal(
        ProblemCode.BULK_LIMIT_EXCEEDED.because(
            "At most " + most + " in one request; nothing was applied"));
  }

  /**
   * Adds an identifier to the current row, or tells where it is not one; the rest of the row stays.
   */
  void identifier(long line, IdentifierType type, String value) {
    InvalidIdentifier invalid = rows.identifier(type, value);
    if (invalid == null) {
      if (++identifiers > MAX_IDENTIFIERS) throw tooMany(MAX_IDENTIFIERS + " identifiers");
      return;
    }
    invalidIdentifiers++;
    problem(line, type.wireName() + ": " + invalid.remedy());
  }

  /** Tells what is wrong on a line. */
  void problem(long line, String detail) {
    if (problems.size() < MAX_PROBLEMS)
      problems.add(ProblemCode.INVALID_VALUE.at("@line/" + line, detail));
  }

  IdentityRowsBuilder rows() {
    return rows;
  }

  List<Problem> problems() {
    return problems;
  }

  int rowCount() {
    return rowCount;
  }

  int identifiers() {
    return identifiers;
  }

  int invalidIdentifiers() {
    return invalidIdentifiers;
  }
}
