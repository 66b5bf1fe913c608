package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads shopping events. */
@Command(name = "events", description = "Tells what a retailer's shoppers did.")
public final class EventsCommand {
  private final Output output;

  public EventsCommand(Output output) {
    this.output = output;
  }

  @Command(
      name = "import",
      description = {
        "Loads shopping events from CSV or NDJSON, gzip too. The same events again change nothing, so an import that broke off is begun again.",
        "CSV: the first line names the columns eventId, activity (View, Buy, AddToCart), productId, time, price, and userId or identifier types.",
        "NDJSON: {\"eventId\":\"...\",\"activity\":\"Buy\",\"productId\":\"...\",\"time\":\"2026-01-31T12:00:00Z\",\"userId\":\"...\"} a line."
      })
  int load(
      @Mixin Connection connection,
      @Option(names = "--retailer", required = true, paramLabel = "ID") long retailer,
      @Mixin RowImport rows)
      throws IOException {
    tell(retailer, rows.send(connection, output, "POST", "/v1/retailers/" + retailer + "/events"));
    return 0;
  }

  private void tell(long retailer, RowImport.Taken taken) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("retailerId", Long.toString(retailer));
    answer.putAll(taken.counts());
    answer.put("problems", taken.problems());
    output.answer(
        answer,
        "import retailer %d: %,d rows, %,d new events, %,d known before; %,d rows refused, %,d identifiers invalid"
            .formatted(
                retailer,
                taken.count("rows"),
                taken.count("events"),
                taken.count("duplicates"),
                taken.count("refusedRows"),
                taken.count("invalidIdentifiers")));
  }
}
