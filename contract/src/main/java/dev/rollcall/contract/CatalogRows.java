package dev.rollcall.contract;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Targeting;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Rows to put into a catalog. */
final class CatalogRows {
  static final long RETAILER = 7;

  /** Does not fit a double. */
  static final long BIG = 9_007_199_254_740_993L;

  static final Instant CREATED = Instant.parse("2027-01-31T23:59:59.123Z");
  static final Instant UPDATED = Instant.parse("2027-02-01T00:00:00.001Z");

  private CatalogRows() {}

  static Account account(long id) {
    return new Account(
        id,
        "Acme",
        AccountType.DEMAND,
        List.of("SE", "FR"),
        "EUR",
        "Europe/Paris",
        Set.of(RETAILER, BIG));
  }

  static Retailer retailer(long id) {
    return new Retailer(
        id, "Corner shop", Publication.CONTINUOUS, "00112233445566778899aabbccddeeff");
  }

  static Application application(long id, String clientId) {
    return new Application(
        id,
        12,
        "Connector",
        clientId,
        "c0ffee",
        Set.of(Permission.AUDIENCES_MANAGE, Permission.SERVING_READ),
        Set.of(100L, BIG),
        OptionalInt.empty(),
        true);
  }

  static AudienceSegment segment(long id, long accountId, String name) {
    return segment(id, accountId, RETAILER, name);
  }

  static AudienceSegment segment(long id, long accountId, long retailerId, String name) {
    Definition list = new Definition.ContactList(IdentifierType.EMAIL);
    return new AudienceSegment(
        id, accountId, retailerId, name, "about " + name, list, CREATED, UPDATED, null);
  }

  static Audience audience(long id, long accountId, String name, AlgebraNode algebra) {
    return new Audience(
        id, accountId, RETAILER, name, "about " + name, algebra, CREATED, UPDATED, null);
  }

  static LineItem lineItem(long id, long retailerId, Long... audienceIds) {
    Targeting targeting = new Targeting(Targeting.Scope.INCLUDE, Set.of(audienceIds));
    return new LineItem(id, 100, retailerId, "Spring", CREATED, UPDATED, targeting);
  }
}
