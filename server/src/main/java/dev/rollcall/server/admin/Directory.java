package dev.rollcall.server.admin;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.identity.KeySecret;
import dev.rollcall.server.terminal.Failure;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Accounts and retailers, which only an operator adds. A running server notices within a second.
 */
public final class Directory {
  private final Catalog catalog;
  private final SecureRandom random;

  public Directory(Catalog catalog, SecureRandom random) {
    this.catalog = catalog;
    this.random = random;
  }

  public Account addAccount(
      String name,
      AccountType type,
      List<String> countries,
      String currency,
      String timeZone,
      Set<Long> retailerIds) {
    for (String country : countries) {
      if (!Arrays.asList(Locale.getISOCountries()).contains(country))
        throw new Failure("countries are two capital letters of ISO 3166, such as FR");
    }
    if (Currency.getAvailableCurrencies().stream()
        .noneMatch(known -> known.getCurrencyCode().equals(currency)))
      throw new Failure("a currency is three capital letters of ISO 4217, such as EUR");
    checkTimeZone(timeZone);
    return catalog.write(tables -> {
      retailerIds.forEach(id -> retailer(tables, id));
      Account account =
          new Account(
              tables.newId(), named(name), type, countries, currency, timeZone, retailerIds);
      tables.accounts().put(account);
      return account;
    });
  }

  private static void checkTimeZone(String timeZone) {
    try {
      ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw new Failure("a time zone is a name such as Europe/Paris", e);
    }
  }

  public List<Account> accounts() {
    return catalog.read(tables -> tables.accounts().list());
  }

  /** Lets the account address the retailer's shoppers. */
  public Account grantRetailers(long accountId, Set<Long> retailerIds) {
    return catalog.write(tables -> {
      Account account = account(tables, accountId);
      retailerIds.forEach(id -> retailer(tables, id));
      Account changed =
          new Account(
              account.id(),
              account.name(),
              account.type(),
              account.countries(),
              account.currency(),
              account.timeZone(),
              union(account.retailerIds(), retailerIds));
      tables.accounts().put(changed);
      return changed;
    });
  }

  public Retailer addRetailer(String name, Publication publication) {
    return catalog.write(tables -> {
      Retailer retailer = new Retailer(tables.newId(), named(name), publication, salt());
      tables.retailers().put(retailer);
      return retailer;
    });
  }

  public List<Retailer> retailers() {
    return catalog.read(tables -> tables.retailers().list());
  }

  private String salt() {
    byte[] bytes = new byte[KeySecret.SALT_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static Account account(Catalog.Tables tables, long id) {
    return tables.accounts().find(id).orElseThrow(() -> new Failure("there is no account " + id));
  }

  private static Retailer retailer(Catalog.Tables tables, long id) {
    return tables.retailers().find(id).orElseThrow(() -> new Failure("there is no retailer " + id));
  }

  static String named(String given) {
    String name = given.strip();
    if (name.isEmpty() || name.codePointCount(0, name.length()) > Limits.NAME)
      throw new Failure("a name has 1 to " + Limits.NAME + " characters");
    return name;
  }

  static <T> Set<T> union(Set<T> some, Set<T> more) {
    Set<T> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }
}
