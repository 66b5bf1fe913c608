package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      @Option(
              names = "--report",
              paramLabel = "FILE",
              description = "Where to write line and reason of every row that is not taken whole.")
          Optional<Path> reportFile,
      @Parameters(paramLabel = "FILE", description = "The file; - for standard input.") String name)
      throws IOException {
    ApiClient api = connection.open();
    try (InputFile file = InputFile.open(name, output.in());
        RowReport report = new RowReport(reportFile)) {
      Map<String, Long> counts;
      try (Progress progress = new Progress(output, "rows")) {
        RowUpload upload = new RowUpload(api, "POST", "/v1/retailers/" + retailer + "/events");
        counts = upload.send(name, file, report, progress);
      }
      if (!output.json()) report.say(output);
      tell(retailer, counts, report);
    }
    return 0;
  }

  private void tell(long retailer, Map<String, Long> counts, RowReport report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("retailerId", Long.toString(retailer));
    answer.putAll(counts);
    answer.put("problems", report.rows());
    output.answer(
        answer,
        "import retailer %d: %,d rows, %,d new events, %,d known before; %,d rows refused, %,d identifiers invalid"
            .formatted(
                retailer,
                counts.getOrDefault("rows", 0L),
                counts.getOrDefault("events", 0L),
                counts.getOrDefault("duplicates", 0L),
                counts.getOrDefault("refusedRows", 0L),
                counts.getOrDefault("invalidIdentifiers", 0L)));
  }
}
