package dev.rollcall.audience;

/**
 * What a record did to its contact list.
 *
 * @param gained identifiers on the list that were not before
 * @param lost identifiers that were on the list and are not any more
 * @param size identifiers on the list now
 */
public record Effect(long gained, long lost, long size) {
  /** That of a record about no list. */
  public static final Effect NONE = new Effect(0, 0, 0);
}
