package dev.rollcall.server.admin;

import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Retailers;
import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Retailers in the catalog. */
@Command(name = "retailers", description = "Retailers: whose shoppers they are.")
final class RetailersCommand {
  private final Output output;

  RetailersCommand(Output output) {
    this.output = output;
  }

  @Command(description = "Adds a retailer.")
  int add(
      @Mixin CatalogOption catalog,
      @Option(names = "--name", required = true) String name,
      @Option(
              names = "--publication",
              defaultValue = "CONTINUOUS",
              description = "CONTINUOUS, changes are visible to the next lookup, or SCHEDULED.")
          Publication publication) {
    return answer(
        catalog.with(
            c -> List.of(new Directory(c, new SecureRandom()).addRetailer(name, publication))));
  }

  @Command(description = "Lists all retailers.")
  int list(@Mixin CatalogOption catalog) {
    return answer(catalog.with(c -> new Directory(c, new SecureRandom()).retailers()));
  }

  @Command(
      description =
          "Says when changes become visible to a retailer's lookups. Turned to SCHEDULED here, lookups"
              + " go back to the last run; the API's PATCH publishes what is live first.")
  int set(
      @Mixin CatalogOption catalog,
      @Option(names = "--retailer", required = true, paramLabel = "ID") long retailer,
      @Option(names = "--publication", required = true, description = "CONTINUOUS or SCHEDULED.")
          Publication publication) {
    return answer(
        catalog.with(c ->
            switch (new Retailers(c).publish(retailer, publication)) {
              case Outcome.Done<Retailer>(Retailer changed) -> List.of(changed);
              case Outcome.Refused<Retailer>(var problem) -> throw new Failure(problem.detail());
            }));
  }

  private int answer(List<Retailer> retailers) {
    Table table = new Table("ID", "NAME", "PUBLICATION");
    for (Retailer retailer : retailers)
      table.row(retailer.id(), retailer.name(), retailer.publication().wireName());
    output.answer(retailers.stream().map(RetailersCommand::json).toList(), table.toString());
    return 0;
  }

  private static Map<String, Object> json(Retailer retailer) {
    return Map.of(
        "id", Long.toString(retailer.id()),
        "name", retailer.name(),
        "publication", retailer.publication().wireName());
  }
}
