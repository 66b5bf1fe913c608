package dev.rollcall.server.sandbox;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Identities;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Targeting;
import dev.rollcall.http.access.TokenRoutes;
import dev.rollcall.identity.KeySecret;
import dev.rollcall.server.sandbox.Credentials.Credential;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Fills an empty sandbox, once: killed in the middle, the next start does the rest.
 *
 * <p>The catalog is filled in one transaction; of the shoppers each record of the log brings the
 * next few, so how many there are says where to go on.
 */
public final class Seed {
  private static final String EVERYTHING = "Everything";
  private static final String READER = "Reader";
  private static final String AD_SERVER = "Ad server";
  private static final List<String> APPLICATIONS = List.of(EVERYTHING, READER, AD_SERVER);

  private static final int ORGANIZATION = 1;
  private static final int UNHURRIED = 1_000_000;
  private static final int SHOPPERS_A_RECORD = 10_000;
  private static final Instant END = Instant.parse("2035-01-01T00:00:00Z");

  private final Catalog catalog;
  private final Credentials credentials;
  private final SecureRandom random;
  private final Clock clock;

  /**
   * Prepares to fill a catalog.
   *
   * @param file where the applications' secrets are kept
   */
  public Seed(Catalog catalog, Path file, SecureRandom random, Clock clock) {
    this.catalog = catalog;
    this.credentials = Credentials.at(file, APPLICATIONS, random);
    this.random = random;
    this.clock = clock;
  }

  /** Does what is not done yet. */
  public void plant(Populations populations, Identities identities) {
    String clientId = credentials.of(EVERYTHING).clientId();
    catalog.write(tables -> {
      if (tables.applications().findByClientId(clientId).isEmpty()) directory(tables);
      return clientId;
    });
    Application everything =
        catalog.read(tables -> tables.applications().findByClientId(clientId).orElseThrow());
    Retailer first = catalog.read(tables -> tables.retailers().list().getFirst());
    int known = (int) Math.min(populations.view(first.id()).userCount(), Shoppers.COUNT);
    for (int from = known; from < Shoppers.COUNT; from += SHOPPERS_A_RECORD) {
      int to = Math.min(from + SHOPPERS_A_RECORD, Shoppers.COUNT);
      identities.link(everything, first, Shoppers.rows(from + 1, to + 1), null);
    }
  }

  private void directory(Catalog.Tables tables) {
    Retailer market = retailer(tables, "Northwind Market");
    Retailer pharmacy = retailer(tables, "Harbor Pharmacy");
    long supply = account(tables, "Northwind Media", AccountType.SUPPLY, Set.of(market.id()));
    long demand =
        account(tables, "Bluebird Foods", AccountType.DEMAND, Set.of(market.id(), pharmacy.id()));
    Set<Long> accounts = Set.of(supply, demand);
    EnumSet<Permission> all = EnumSet.allOf(Permission.class);
    EnumSet<Permission> reading = EnumSet.copyOf(all);
    reading.removeIf(permission -> !permission.wireName().endsWith(" Read"));
    application(tables, EVERYTHING, all, accounts, OptionalInt.of(UNHURRIED));
    application(tables, READER, reading, accounts, OptionalInt.empty());
    application(
        tables, AD_SERVER, EnumSet.of(Permission.SERVING_READ), accounts, OptionalInt.empty());
    lineItem(tables, demand, market, "Breakfast, home page");
    lineItem(tables, supply, market, "Own brands, search page");
    lineItem(tables, demand, pharmacy, "Vitamins, home page");
  }

  private Retailer retailer(Catalog.Tables tables, String name) {
    byte[] salt = new byte[KeySecret.SALT_BYTES];
    random.nextBytes(salt);
    Retailer retailer =
        new Retailer(tables.newId(), name, Publication.CONTINUOUS, HexFormat.of().formatHex(salt));
    tables.retailers().put(retailer);
    return retailer;
  }

  private static long account(
      Catalog.Tables tables, String name, AccountType type, Set<Long> retailerIds) {
    Account account =
        new Account(
            tables.newId(), name, type, List.of("US"), "USD", "America/New_York", retailerIds);
    tables.accounts().put(account);
    return account.id();
  }

  private void application(
      Catalog.Tables tables,
      String name,
      Set<Permission> permissions,
      Set<Long> accountIds,
      OptionalInt requestsPerMinute) {
    Credential credential = credentials.of(name);
    tables
        .applications()
        .put(
            new Application(
                tables.newId(),
                ORGANIZATION,
                name,
                credential.clientId(),
                TokenRoutes.hash(credential.clientSecret()),
                permissions,
                accountIds,
                requestsPerMinute,
                true));
  }

  private void lineItem(Catalog.Tables tables, long accountId, Retailer retailer, String name) {
    Instant start = clock.instant().minus(Duration.ofDays(365)).truncatedTo(ChronoUnit.DAYS);
    tables
        .lineItems()
        .put(
            new LineItem(
                tables.newId(), accountId, retailer.id(), name, start, END, Targeting.EVERYONE));
  }

  /** What is in the sandbox, to be told to whoever started it. */
  public Welcome welcome(String baseUrl, Populations populations) {
    return catalog.read(tables -> Welcome.of(baseUrl, tables, populations, credentials));
  }
}
