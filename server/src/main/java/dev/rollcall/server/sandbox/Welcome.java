package dev.rollcall.server.sandbox;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Retailer;
import dev.rollcall.server.sandbox.Credentials.Credential;
import dev.rollcall.server.terminal.Table;
import java.util.Collection;
import java.util.List;

/** What a sandbox tells whoever started it; in JSON, just as it is. */
public record Welcome(
    String baseUrl,
    List<ApplicationEntry> applications,
    List<AccountEntry> accounts,
    List<RetailerEntry> retailers,
    List<LineItemEntry> lineItems) {

  /** An application; its accounts are ids. */
  public record ApplicationEntry(
      String name,
      String clientId,
      String clientSecret,
      List<String> permissions,
      List<String> accounts) {}

  /** An account; its retailers are ids. */
  public record AccountEntry(String id, String name, String type, List<String> retailers) {}

  public record RetailerEntry(String id, String name, boolean identityGraph) {}

  public record LineItemEntry(String id, String accountId, String retailerId) {}

  static Welcome of(
      String baseUrl, Catalog.Tables tables, Populations populations, Credentials credentials) {
    return new Welcome(
        baseUrl,
        tables.applications().list().stream()
            .filter(application -> credentials.applications().containsKey(application.name()))
            .map(application -> entry(application, credentials.of(application.name())))
            .toList(),
        tables.accounts().list().stream().map(Welcome::entry).toList(),
        tables.retailers().list().stream().map(retailer -> entry(retailer, populations)).toList(),
        tables.lineItems().list().stream().map(Welcome::entry).toList());
  }

  private static ApplicationEntry entry(Application application, Credential credential) {
    return new ApplicationEntry(
        application.name(),
        credential.clientId(),
        credential.clientSecret(),
        application.permissions().stream().sorted().map(Permission::wireName).toList(),
        ids(application.accountIds()));
  }

  private static AccountEntry entry(Account account) {
    return new AccountEntry(
        Long.toString(account.id()),
        account.name(),
        account.type().wireName(),
        ids(account.retailerIds()));
  }

  private static RetailerEntry entry(Retailer retailer, Populations populations) {
    return new RetailerEntry(
        Long.toString(retailer.id()), retailer.name(), populations.view(retailer.id()).hasGraph());
  }

  private static LineItemEntry entry(LineItem lineItem) {
    return new LineItemEntry(
        Long.toString(lineItem.id()),
        Long.toString(lineItem.accountId()),
        Long.toString(lineItem.retailerId()));
  }

  private static List<String> ids(Collection<Long> ids) {
    return ids.stream().sorted().map(String::valueOf).toList();
  }

  /** The same for a person, with a first example to paste. */
  public String text() {
    Table people = new Table("APPLICATION", "CLIENT ID", "CLIENT SECRET");
    applications.forEach(a -> people.row(a.name(), a.clientId(), a.clientSecret()));
    Table owners = new Table("ACCOUNT", "NAME", "TYPE", "RETAILERS");
    accounts.forEach(a -> owners.row(a.id(), a.name(), a.type(), String.join(",", a.retailers())));
    Table shops = new Table("RETAILER", "NAME", "IDENTITY GRAPH");
    retailers.forEach(
        r -> shops.row(r.id(), r.name(), r.identityGraph() ? "100,000 users" : "none"));
    Table items = new Table("LINE ITEM", "ACCOUNT", "RETAILER");
    lineItems.forEach(l -> items.row(l.id(), l.accountId(), l.retailerId()));
    return String.join(
        "\n\n",
        "Rollcall sandbox at " + baseUrl + " (health: /health, metrics: /metrics)",
        people.toString(),
        owners.toString(),
        shops.toString(),
        items.toString(),
        "Shopper 42 of the first retailer is CustomerId C000042, Email shopper42@example.com,\n"
            + "PhoneNumber +15550000042. A first audience, to paste into another terminal:",
        FirstExample.of(this));
  }
}
