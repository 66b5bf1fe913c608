package dev.rollcall.server.admin;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Accounts in the catalog. */
@Command(name = "accounts", description = "Accounts: owners of segments and audiences.")
final class AccountsCommand {
  private final Output output;

  AccountsCommand(Output output) {
    this.output = output;
  }

  /** Where an account does business. */
  static final class Places {
    @Option(names = "--retailer", split = ",", paramLabel = "ID")
    Set<Long> retailers = Set.of();

    @Option(names = "--country", split = ",", paramLabel = "CODE", description = "Such as FR.")
    List<String> countries = List.of();
  }

  @Command(description = "Adds an account.")
  int add(
      @Mixin CatalogOption catalog,
      @Option(names = "--name", required = true) String name,
      @Option(
              names = "--type",
              required = true,
              description = "SUPPLY, a retailer's own, or DEMAND, a brand's or seller's.")
          AccountType type,
      @Mixin Places places,
      @Option(
              names = "--currency",
              defaultValue = "EUR",
              description = "${DEFAULT-VALUE} unless given.")
          String currency,
      @Option(
              names = "--time-zone",
              defaultValue = "UTC",
              description = "${DEFAULT-VALUE} unless given.")
          String timeZone) {
    return answer(
        catalog.with(c ->
            List.of(
                new Directory(c, new SecureRandom())
                    .addAccount(
                        name, type, places.countries, currency, timeZone, places.retailers))));
  }

  @Command(description = "Lists all accounts.")
  int list(@Mixin CatalogOption catalog) {
    return answer(catalog.with(c -> new Directory(c, new SecureRandom()).accounts()));
  }

  @Command(description = "Lets an account address retailers' shoppers.")
  int grant(
      @Mixin CatalogOption catalog,
      @Option(names = "--account", required = true, paramLabel = "ID") long account,
      @Option(names = "--retailer", required = true, split = ",", paramLabel = "ID")
          Set<Long> retailers) {
    return answer(
        catalog.with(
            c -> List.of(new Directory(c, new SecureRandom()).grantRetailers(account, retailers))));
  }

  private int answer(List<Account> accounts) {
    Table table = new Table("ID", "NAME", "TYPE", "RETAILERS");
    for (Account account : accounts)
      table.row(
          account.id(), account.name(), account.type().wireName(), Ids.text(account.retailerIds()));
    output.answer(accounts.stream().map(AccountsCommand::json).toList(), table.toString());
    return 0;
  }

  private static Map<String, Object> json(Account account) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", Long.toString(account.id()));
    json.put("name", account.name());
    json.put("type", account.type().wireName());
    json.put("countries", account.countries());
    json.put("currency", account.currency());
    json.put("timeZone", account.timeZone());
    json.put("retailerIds", Ids.strings(account.retailerIds()));
    return json;
  }
}
