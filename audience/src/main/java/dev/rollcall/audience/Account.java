package dev.rollcall.audience;

import java.util.List;
import java.util.Set;

/**
 * An owner of segments and audiences: a brand, a seller, or a retailer's own.
 *
 * @param countries ISO 3166-1 alpha-2 codes
 * @param currency an ISO 4217 code
 * @param timeZone an IANA zone name
 * @param retailerIds the retailers whose shoppers this account may address
 */
public record Account(
    long id,
    String name,
    AccountType type,
    List<String> countries,
    String currency,
    String timeZone,
    Set<Long> retailerIds) {
  public Account {
    if (name.isBlank()) throw new IllegalArgumentException("an account needs a name");
    countries = List.copyOf(countries);
    retailerIds = Set.copyOf(retailerIds);
  }

  /** Whether it is the retailer's own: on the supply side, with the retailer's shoppers. */
  public boolean owns(long retailerId) {
    return type == AccountType.SUPPLY && retailerIds.contains(retailerId);
  }
}
