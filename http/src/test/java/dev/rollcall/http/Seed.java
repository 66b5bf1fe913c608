package dev.rollcall.http;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.http.access.TokenRoutes;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whom the tests of the wire know: a brand with two retailers, a stranger with one of them and one
 * of its own, a retailer's own account, and applications that may do everything, only read, or
 * nothing.
 */
public final class Seed {
  public static final long BRAND = 1;
  public static final long STRANGER = 2;

  /** The own account of the retailer that both share. */
  public static final long OWNER = 3;

  /** Of all accounts. */
  public static final long SHOP = 11;

  /** Of the brand alone. */
  public static final long MARKET = 12;

  /** Of the stranger alone. */
  public static final long ELSEWHERE = 13;

  /** What every application signs in with. */
  static final String SECRET = "secret";

  static final List<Application> APPLICATIONS =
      List.of(
          application(101, "manager", EnumSet.allOf(Permission.class), BRAND),
          application(102, "stranger", EnumSet.allOf(Permission.class), STRANGER),
          application(
              103,
              "reader",
              Set.of(
                  Permission.AUDIENCES_READ,
                  Permission.CAMPAIGNS_READ,
                  Permission.RETAILERS_READ,
                  Permission.COMPUTATIONS_READ,
                  Permission.ACCOUNTS_READ),
              BRAND),
          application(105, "owner", EnumSet.allOf(Permission.class), OWNER),
          application(104, "nobody", Set.of(), BRAND));

  private Seed() {}

  private static Application application(
      long id, String name, Set<Permission> permissions, long accountId) {
    return new Application(
        id,
        1,
        name,
        name,
        TokenRoutes.hash(SECRET),
        permissions,
        Set.of(accountId),
        OptionalInt.of(Integer.MAX_VALUE),
        true);
  }

  /** The application of that name, with every permission. */
  static Application promoted(String name) {
    Application known =
        APPLICATIONS.stream().filter(app -> app.name().equals(name)).findFirst().orElseThrow();
    return application(
        known.id(), name, EnumSet.allOf(Permission.class), known.accountIds().iterator().next());
  }

  /** The retailers of the accounts granted to an application. */
  static Set<Long> retailersOf(Application application) {
    if (application.accountIds().contains(OWNER)) return Set.of(SHOP);
    return application.accountIds().contains(BRAND)
        ? Set.of(SHOP, MARKET)
        : Set.of(SHOP, ELSEWHERE);
  }

  static void fill(Catalog catalog) {
    catalog.write(tables -> {
      tables.accounts().put(account(BRAND, "Brand", Set.of(SHOP, MARKET)));
      tables.accounts().put(account(STRANGER, "Stranger", Set.of(SHOP, ELSEWHERE)));
      tables.accounts().put(account(OWNER, "Shop Media", AccountType.SUPPLY, Set.of(SHOP)));
      for (long retailer : List.of(SHOP, MARKET, ELSEWHERE))
        tables.retailers().put(retailer(retailer));
      APPLICATIONS.forEach(tables.applications()::put);
      return true;
    });
  }

  private static Account account(long id, String name, Set<Long> retailerIds) {
    return account(id, name, AccountType.DEMAND, retailerIds);
  }

  private static Account account(long id, String name, AccountType type, Set<Long> retailerIds) {
    return new Account(id, name, type, List.of("FR"), "EUR", "Europe/Paris", retailerIds);
  }

  private static Retailer retailer(long id) {
    return new Retailer(id, "Retailer " + id, Publication.CONTINUOUS, "%032x".formatted(id));
  }
}
