package dev.rollcall.server.client;

import dev.rollcall.server.terminal.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      @Mixin RowImport rows)
      throws IOException {
    tell(retailer, rows.send(connection, output, "PUT", "/v1/retailers/" + retailer + "/products"));
    return 0;
  }

  private void tell(long retailer, RowImport.Taken taken) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("retailerId", Long.toString(retailer));
    answer.putAll(taken.counts());
    answer.put("problems", taken.problems());
    output.answer(
        answer,
        "import retailer %d: %,d rows, %,d products; %,d rows refused"
            .formatted(
                retailer,
                taken.count("rows"),
                taken.count("products"),
                taken.count("refusedRows")));
  }
}
