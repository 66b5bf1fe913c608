package dev.rollcall.http.retailmedia;

import dev.rollcall.identity.RefusedIdentifiers;
import java.util.List;

/** What the body of an add-remove request said, its valid identifiers turned into digests. */
final class AmendmentBody {
  private final boolean add;
  private final long[] digests;
  private final int valid;
  private final RefusedIdentifiers refused;
  private final List<String> invalidSample;

  AmendmentBody(
      boolean add,
      long[] digests,
      int valid,
      RefusedIdentifiers refused,
      List<String> invalidSample) {
    this.add = add;
    this.digests = digests;
    this.valid = valid;
    this.refused = refused;
    this.invalidSample = List.copyOf(invalidSample);
  }

  boolean add() {
    return add;
  }

  /** Two longs for each valid identifier; handed over, not copied. */
  long[] digests() {
    return digests;
  }

  int valid() {
    return valid;
  }

  int invalid() {
    return refused.size();
  }

  /** Which are invalid, and why. */
  RefusedIdentifiers refused() {
    return refused;
  }

  /**
   * The first invalid identifiers as they came: the one place where raw values go back to who sent
   * them.
   */
  List<String> invalidSample() {
    return invalidSample;
  }

  @Override
  public String toString() {
    return "AmendmentBody[" + valid + " valid, " + invalid() + " invalid]";
  }
}
