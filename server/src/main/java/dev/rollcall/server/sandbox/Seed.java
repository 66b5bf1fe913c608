package dev.rollcall.server.sandbox;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.Identities;
import dev.rollcall.audience.ImpressionCount.By;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Sharing;
import dev.rollcall.audience.Targeting;
import dev.rollcall.audience.events.EventImports;
import dev.rollcall.compute.Impression;
import dev.rollcall.compute.Impressions;
import dev.rollcall.http.access.TokenRoutes;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.KeySecret;
import dev.rollcall.identity.RefusedIdentifiers;
import dev.rollcall.server.sandbox.Credentials.Credential;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills an empty sandbox, once: killed in the middle, the next start does the rest.
 *
 * <p>The catalog is filled in one transaction; of the shoppers each record of the log brings the
 * next few, so how many there are says where to go on. Products and shopping events are known
 * again, and impressions, which come last, say that all is there.
 */
public final class Seed {
  private static final Logger LOG = LoggerFactory.getLogger(Seed.class);
  private static final String EVERYTHING = "Everything";
  private static final String READER = "Reader";
  private static final String AD_SERVER = "Ad server";
  private static final List<String> APPLICATIONS = List.of(EVERYTHING, READER, AD_SERVER);

  private static final int ORGANIZATION = 1;
  private static final int UNHURRIED = 1_000_000;
  private static final int SHOPPERS_A_RECORD = 10_000;
  private static final String CLUB = "Northwind Club";
  private static final int MEMBERS = 5_000;
  private static final int TRIPS_AT_A_TIME = 2_000;
  private static final int DAYS_SHOWN = 30;
  private static final Sharing SHARED = Sharing.withAll(true);
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

  /**
   * Fills the catalog if that is not done yet. Before anything else takes ids, computations above
   * all, as README names those of a fresh sandbox.
   */
  public void begin() {
    String clientId = credentials.of(EVERYTHING).clientId();
    catalog.write(tables -> {
      if (tables.applications().findByClientId(clientId).isEmpty()) directory(tables);
      return clientId;
    });
  }

  /** Does what is not done yet of what the first request may ask for. */
  public void plant(Populations populations, Identities identities, ContactLists lists) {
    Application everything = everything();
    Retailer first = catalog.read(tables -> tables.retailers().list().getFirst());
    int known = (int) Math.min(populations.view(first.id()).userCount(), Shoppers.COUNT);
    for (int from = known; from < Shoppers.COUNT; from += SHOPPERS_A_RECORD) {
      int to = Math.min(from + SHOPPERS_A_RECORD, Shoppers.COUNT);
      if (to == Shoppers.COUNT) join(lists, everything, first);
      identities.link(everything, first, Shoppers.rows(from + 1, to + 1), null);
    }
  }

  private Application everything() {
    String clientId = credentials.of(EVERYTHING).clientId();
    return catalog.read(tables -> tables.applications().findByClientId(clientId).orElseThrow());
  }

  /** Puts members on the club's list: before the last shoppers, so that it is never left out. */
  private void join(ContactLists lists, Application everything, Retailer retailer) {
    IdentifierType type = IdentifierType.EMAIL;
    Digester digester = new Digester();
    long[] members = new long[2 * MEMBERS];
    for (int i = 0; i < MEMBERS; i++)
      if (digester.digest(type, Shoppers.email(1 + i * (Shoppers.COUNT / MEMBERS)), members, 2 * i)
          != null) throw new IllegalStateException("a made-up address is none");
    club()
        .map(club -> new ContactLists.Writable(club, type, retailer, club.id()))
        .ifPresent(list ->
            lists.amend(everything, list, true, members, MEMBERS, RefusedIdentifiers.NONE, null));
  }

  private Optional<AudienceSegment> club() {
    return catalog.read(tables ->
        tables.accounts().list().stream()
            .flatMap(account -> tables.segments().named(account.id(), CLUB).stream())
            .findFirst());
  }

  /**
   * Does what is not done yet of the rest: products, what shoppers did with them until the sandbox
   * began, and what they were shown. For after the start, as it loads the engine that scans events.
   */
  public void grow(EventImports imports, Impressions impressions) {
    Optional<AudienceSegment> club = club();
    if (club.isEmpty()) return;
    long accountId = club.get().accountId();
    LineItem shown =
        catalog.read(tables ->
            tables.lineItems().list().stream()
                .filter(lineItem -> lineItem.accountId() == accountId)
                .findFirst()
                .orElseThrow());
    if (catalog.read(tables -> tables.impressions().served(By.LINE_ITEM, shown.id()))) return;
    Retailer retailer =
        catalog.read(tables -> tables.retailers().find(shown.retailerId()).orElseThrow());
    Shopping shopping = new Shopping(club.get().createdAt());
    imports.put(retailer, shopping.products(), Optional.empty());
    int events = 0;
    for (int from = 0; from < Shopping.TRIPS; from += TRIPS_AT_A_TIME)
      events +=
          imports.add(
              retailer, shopping.events(from, from + TRIPS_AT_A_TIME), fresh -> Optional.empty());
    impressions.count(everything(), impressions(shown), tally -> Optional.empty());
    LOG.info(
        "seeded {} products, {} shopping events and {} days of impressions",
        shopping.products().size(),
        events,
        DAYS_SHOWN);
  }

  private List<Impression> impressions(LineItem lineItem) {
    Instant now = clock.instant();
    List<Impression> impressions = new ArrayList<>();
    for (int day = 0; day < DAYS_SHOWN; day++)
      impressions.add(
          new Impression(
              day,
              lineItem.id(),
              day,
              lineItem.id(),
              now.minus(Duration.ofDays(day)),
              new Impression.Shown.Times(1_000 + 37 * day)));
    return impressions;
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
    club(tables, supply, market);
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

  /**
   * A list of the retailer's own account, for others to use; when it is made, the sandbox began.
   */
  private void club(Catalog.Tables tables, long accountId, Retailer retailer) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    tables
        .segments()
        .insert(
            new AudienceSegment(
                tables.newId(),
                accountId,
                retailer.id(),
                CLUB,
                "Members of the loyalty club, shared with all accounts",
                new Definition.ContactList(IdentifierType.EMAIL),
                now,
                now,
                null,
                SHARED));
  }

  /** What is in the sandbox, to be told to whoever started it. */
  public Welcome welcome(String baseUrl, Populations populations) {
    return catalog.read(tables -> Welcome.of(baseUrl, tables, populations, credentials));
  }
}
