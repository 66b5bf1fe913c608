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

/** Loads identity graphs. */
@Command(
    name = "identities",
    description = "Tells a retailer's population which identifiers belong to which user.")
public final class IdentitiesCommand {
  private final Output output;

  public IdentitiesCommand(Output output) {
    this.output = output;
  }

  @Command(
      name = "import",
      description = {
        "Loads an identity graph from CSV or NDJSON, gzip too. The same rows again change nothing.",
        "CSV: the first line names an identifier type for each column, each further line is a"
            + " user; a type may repeat, and a cell may hold several values separated by |.",
        "NDJSON: a user a line, as {\"identifiers\":[{\"type\":\"CustomerId\",\"value\":\"...\"}]}."
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
      Map<String, Long> result;
      try (Progress progress = new Progress(output, "rows")) {
        result =
            new RowUpload(api, "POST", "/v1/retailers/" + retailer + "/identities")
                .send(name, file, report, progress);
      }
      if (!output.json()) report.say(output);
      tell(retailer, result, report);
    }
    return 0;
  }

  private void tell(long retailer, Map<String, Long> result, RowReport report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("retailerId", Long.toString(retailer));
    answer.put("rows", result.getOrDefault("rows", 0L));
    answer.put("users", result.getOrDefault("users", 0L));
    answer.put("identifiers", result.getOrDefault("identifiers", 0L));
    answer.put("refusedRows", result.getOrDefault("refusedRows", 0L));
    answer.put("invalidIdentifiers", result.getOrDefault("invalidIdentifiers", 0L));
    answer.put("problems", report.rows());
    output.answer(
        answer,
        "import retailer %d: %,d rows, %,d users, %,d identifiers; %,d rows refused, %,d identifiers invalid"
            .formatted(
                retailer,
                result.getOrDefault("rows", 0L),
                result.getOrDefault("users", 0L),
                result.getOrDefault("identifiers", 0L),
                result.getOrDefault("refusedRows", 0L),
                result.getOrDefault("invalidIdentifiers", 0L)));
  }
}
