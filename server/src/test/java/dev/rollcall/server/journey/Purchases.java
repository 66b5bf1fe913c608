package dev.rollcall.server.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.Product;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The grocer's products and what its households bought, and who bought what, worked out plainly.
 */
record Purchases(Map<String, Product> products, List<Row> rows) {

  /**
   * A line of a receipt.
   *
   * @param price of one; empty when the line says nothing of how many
   */
  record Row(String household, String productId, Instant at, OptionalDouble price) {}

  static Purchases read() {
    Map<String, Product> products = new HashMap<>();
    CompleteJourney.rows(
        CompleteJourney.folder().resolve("products.csv.gz"),
        List.of("product_id", "manufacturer_id", "department", "product_category"),
        row -> {
          Set<String> categories = new HashSet<>(row.subList(2, 4));
          categories.removeIf(String::isBlank);
          Product product =
              new Product(row.getFirst(), row.get(1), categories, OptionalDouble.empty());
          products.put(product.id(), product);
        });
    List<Row> rows = new ArrayList<>();
    CompleteJourney.rows(
        CompleteJourney.folder().resolve("transactions_sample.csv.gz"),
        List.of("household_id", "product_id", "quantity", "sales_value", "transaction_timestamp"),
        row -> {
          double quantity = Double.parseDouble(row.get(2));
          rows.add(
              new Row(
                  row.getFirst(),
                  row.get(1),
                  Instant.parse(row.get(4)),
                  quantity > 0
                      ? OptionalDouble.of(Double.parseDouble(row.get(3)) / quantity)
                      : OptionalDouble.empty()));
        });
    return new Purchases(products, rows);
  }

  /** Writes the products as an import takes them. */
  Path writeProducts(Path file) {
    return write(
        file,
        "productId,brandId,categoryIds",
        products.values().stream()
            .map(p -> List.of(p.id(), p.brandId(), String.join("|", p.categoryIds()))));
  }

  /** Writes some lines of receipts as an import takes events, each a purchase. */
  Path writeEvents(Path file, int from, int to) {
    return write(
        file,
        "eventId,userId,activity,productId,time,price",
        IntStream.range(from, to)
            .mapToObj(i -> {
              Row row = rows.get(i);
              String price =
                  row.price().isEmpty()
                      ? ""
                      : BigDecimal.valueOf(row.price().getAsDouble()).toPlainString();
              return List.of(
                  "t" + i, row.household(), "Buy", row.productId(), row.at().toString(), price);
            }));
  }

  private static Path write(Path file, String header, Stream<List<String>> rows) {
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(file));
        PrintWriter out = new PrintWriter(gzip, false, UTF_8)) {
      out.println(header);
      rows.forEach(cells ->
          out.println(
              cells.stream()
                  .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                  .collect(Collectors.joining(","))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The households that bought what a definition asks for. */
  Set<String> households(Definition.Events wanted, Instant now) {
    Set<String> households = new HashSet<>();
    Instant since = now.minus(Duration.ofDays(wanted.window().days()));
    for (Row row : rows) {
      Product product = products.get(row.productId());
      boolean priced = wanted.minPrice().isPresent() || wanted.maxPrice().isPresent();
      double price = row.price().orElse(-1);
      if (wanted.activity() == ShopperActivity.BUY
          && row.at().isAfter(since)
          && !row.at().isAfter(now)
          && (wanted.brandIds().isEmpty()
              || (product != null && wanted.brandIds().contains(product.brandId())))
          && (wanted.categoryIds().isEmpty()
              || (product != null
                  && product.categoryIds().stream().anyMatch(wanted.categoryIds()::contains)))
          && (!priced
              || (row.price().isPresent()
                  && price >= wanted.minPrice().orElse(price)
                  && price <= wanted.maxPrice().orElse(price)))) households.add(row.household());
    }
    return households;
  }
}
