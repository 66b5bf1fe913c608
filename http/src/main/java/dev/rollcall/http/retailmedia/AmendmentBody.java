package dev.rollcall.http.retailmedia;

import java.util.List;

/** What the body of an add-remove request said, its valid identifiers turned into digests. */
final class AmendmentBody {
  private final boolean add;
  private final long[] digests;
  private final int valid;
  private final int invalid;
  private final List<String> invalidSample;

  AmendmentBody(boolean add, long[] digests, int valid, int invalid, List<String> invalidSample) {
    this.add = add;
    this.digests = digests;
    this.valid = valid;
    this.invalid = invalid;
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
    return invalid;
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
    return "AmendmentBody[" + valid + " valid, " + invalid + " invalid]";
  }
}
