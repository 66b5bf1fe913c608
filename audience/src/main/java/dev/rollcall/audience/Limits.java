package dev.rollcall.audience;

/**
 * What an account's catalog entries are held to.
 *
 * @param bulkItems items in one bulk request, at most
 * @param groupDepth groups inside groups in an algebra, at most
 * @param leaves segments named in an algebra, repeats counted, at most
 */
public record Limits(int bulkItems, int groupDepth, int leaves) {
  /** A name's length in Unicode code points, at most. */
  public static final int NAME = 256;

  /** A description's length in Unicode code points, at most. */
  public static final int DESCRIPTION = 500;

  /** Items in one page of a search, at most and by default. */
  public static final int PAGE = 500;

  public static final Limits DEFAULT = new Limits(1_000, 8, 1_000);

  public Limits {
    if (bulkItems < 1 || groupDepth < 1 || leaves < 1)
      throw new IllegalArgumentException("limits are positive");
  }
}
