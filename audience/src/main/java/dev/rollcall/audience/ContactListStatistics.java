package dev.rollcall.audience;

/**
 * How much of a contact list is known to the retailer.
 *
 * @param numberOfIdentifiers distinct identifiers on the list
 * @param numberOfMatches those of them that belong to a user of the retailer
 */
public record ContactListStatistics(long numberOfIdentifiers, long numberOfMatches) {
  /** The matches as a percentage of the identifiers, 0 to 100; 0 for an empty list. */
  public double matchRate() {
    return numberOfIdentifiers == 0 ? 0 : 100.0 * numberOfMatches / numberOfIdentifiers;
  }
}
