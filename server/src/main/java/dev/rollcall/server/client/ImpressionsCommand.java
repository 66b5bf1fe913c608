package dev.rollcall.server.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.server.terminal.Failure;
import dev.rollcall.server.terminal.Output;
import dev.rollcall.server.terminal.Table;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Sends impressions and tells their counts. */
@Command(name = "impressions", description = "Counts what ad servers have shown.")
public final class ImpressionsCommand {
  private final Output output;

  public ImpressionsCommand(Output output) {
    this.output = output;
  }

  @Command(
      name = "import",
      description = {
        "Counts the impressions in a file, CSV or NDJSON, gzip too. The same file again counts nothing.",
        "Members or columns: impressionId, lineItemId, time, and identifierType with identifier, or"
            + " count."
      })
  int load(@Mixin Connection connection, @Mixin RowImport rows) throws IOException {
    RowImport.Taken taken = rows.send(connection, output, "POST", "/v1/impressions");
    Map<String, Object> answer = new LinkedHashMap<>(taken.counts());
    answer.put("problems", taken.problems());
    output.answer(
        answer,
        "%,d rows: %,d counted, %,d impressions; %,d counted before, %,d refused"
            .formatted(
                taken.count("rows"),
                taken.count("countedRows"),
                taken.count("impressions"),
                taken.count("repeatedRows"),
                taken.count("refusedRows")));
    return 0;
  }

  @Command(description = "Counts by day, of an account's line items.")
  int show(
      @Mixin Connection connection,
      @Option(names = "--account", required = true, paramLabel = "ID") String account,
      @Option(
              names = "--by",
              paramLabel = "WHAT",
              defaultValue = "LineItem",
              description = "LineItem, Audience or AudienceSegment; LineItem unless given.")
          String by,
      @Option(names = "--id", paramLabel = "ID", description = "Only this one.")
          Optional<String> id,
      @Option(names = "--from", paramLabel = "DAY", description = "Such as 2030-01-31.")
          Optional<String> from,
      @Option(names = "--to", paramLabel = "DAY") Optional<String> to) {
    if (!account.matches("\\d+")) throw new Failure("--account must be an id: digits only");
    String path =
        "/v1/accounts/%s/impressions?limit=500&by=%s".formatted(account, encoded(by))
            + id.map(value -> "&id=" + encoded(value)).orElse("")
            + from.map(value -> "&from=" + encoded(value)).orElse("")
            + to.map(value -> "&to=" + encoded(value)).orElse("");
    JsonNode answer = connection.open().get(path);
    Table table = new Table("DAY", "ID", "IMPRESSIONS");
    answer
        .path("data")
        .forEach(one ->
            table.row(
                one.path("attributes").path("day").asString(),
                one.path("id").asString(),
                one.path("attributes").path("impressions").asLong()));
    output.answer(answer.path("data"), table.toString());
    return 0;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
