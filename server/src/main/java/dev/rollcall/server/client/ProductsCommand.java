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

/** Loads product catalogues. */
@Command(name = "products", description = "Tells what a retailer's products are.")
public final class ProductsCommand {
  private final Output output;

  public ProductsCommand(Output output) {
    this.output = output;
  }

  @Command(
      name = "import",
      description = {
        "Loads products from CSV or NDJSON, gzip too, in the place of those with the same id.",
        "CSV: the first line names the columns productId, brandId, categoryIds and price; a cell of categoryIds may hold several separated by |.",
        "NDJSON: {\"productId\":\"...\",\"brandId\":\"...\",\"categoryIds\":[\"...\"],\"price\":1.5} a line."
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
        RowUpload upload = new RowUpload(api, "PUT", "/v1/retailers/" + retailer + "/products");
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
        "import retailer %d: %,d rows, %,d products; %,d rows refused"
            .formatted(
                retailer,
                counts.getOrDefault("rows", 0L),
                counts.getOrDefault("products", 0L),
                counts.getOrDefault("refusedRows", 0L)));
  }
}
