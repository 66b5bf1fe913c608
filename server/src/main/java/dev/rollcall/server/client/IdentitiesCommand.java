package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      @Mixin RowImport rows)
      throws IOException {
    tell(
        retailer,
        rows.send(connection, output, "POST", "/v1/retailers/" + retailer + "/identities"));
    return 0;
  }

  private void tell(long retailer, RowImport.Taken taken) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("retailerId", Long.toString(retailer));
    answer.put("rows", taken.count("rows"));
    answer.put("users", taken.count("users"));
    answer.put("identifiers", taken.count("identifiers"));
    answer.put("refusedRows", taken.count("refusedRows"));
    answer.put("invalidIdentifiers", taken.count("invalidIdentifiers"));
    answer.put("problems", taken.problems());
    output.answer(
        answer,
        "import retailer %d: %,d rows, %,d users, %,d identifiers; %,d rows refused, %,d identifiers invalid"
            .formatted(
                retailer,
                taken.count("rows"),
                taken.count("users"),
                taken.count("identifiers"),
                taken.count("refusedRows"),
                taken.count("invalidIdentifiers")));
  }
}
