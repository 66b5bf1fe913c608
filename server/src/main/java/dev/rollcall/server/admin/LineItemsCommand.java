package dev.rollcall.server.admin;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.LineItemDraft;
import dev.rollcall.audience.LineItems;
import dev.rollcall.audience.Outcome;
import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Line items in the catalog. */
@Command(name = "line-items", description = "Line items: what targets audiences.")
final class LineItemsCommand {
  private final Output output;

  LineItemsCommand(Output output) {
    this.output = output;
  }

  @Command(description = "Registers a line item, or renames and redates the one with this id.")
  int put(
      @Mixin CatalogOption catalog,
      @Option(names = "--id", required = true) long id,
      @Option(names = "--account", required = true, paramLabel = "ID") long account,
      @Option(names = "--retailer", required = true, paramLabel = "ID") long retailer,
      @Option(names = "--name", required = true) String name,
      @Option(
              names = "--start",
              paramLabel = "INSTANT",
              description = "Such as 2030-01-01T00:00:00Z.")
          Optional<Instant> start,
      @Option(names = "--end", paramLabel = "INSTANT") Optional<Instant> end) {
    if (id <= 0) throw new Failure("--id must be a positive number");
    LineItemDraft draft =
        new LineItemDraft(id, account, retailer, name, start.orElse(null), end.orElse(null));
    return answer(
        catalog.with(c ->
            switch (new LineItems(c).put(draft)) {
              case Outcome.Done<LineItem>(LineItem lineItem) -> List.of(lineItem);
              case Outcome.Refused<LineItem>(var problem) -> throw new Failure(problem.detail());
            }));
  }

  @Command(description = "Lists all line items.")
  int list(@Mixin CatalogOption catalog) {
    return answer(catalog.with(c -> c.read(tables -> tables.lineItems().list())));
  }

  private int answer(List<LineItem> lineItems) {
    Table table = new Table("ID", "ACCOUNT", "RETAILER", "NAME", "START", "END");
    for (LineItem l : lineItems)
      table.row(l.id(), l.accountId(), l.retailerId(), l.name(), text(l.start()), text(l.end()));
    output.answer(lineItems.stream().map(LineItemsCommand::json).toList(), table.toString());
    return 0;
  }

  private static String text(@Nullable Instant bound) {
    return bound == null ? "-" : bound.toString();
  }

  private static Map<String, Object> json(LineItem lineItem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", Long.toString(lineItem.id()));
    json.put("accountId", Long.toString(lineItem.accountId()));
    json.put("retailerId", Long.toString(lineItem.retailerId()));
    json.put("name", lineItem.name());
    json.put("start", text(lineItem.start()));
    json.put("end", text(lineItem.end()));
    return json;
  }
}
