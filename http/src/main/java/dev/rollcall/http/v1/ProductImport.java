package dev.rollcall.http.v1;

import static dev.rollcall.audience.ProblemCode.INVALID_VALUE;
import static dev.rollcall.audience.ProblemCode.REQUIRED_FIELD;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.events.EventImports;
import dev.rollcall.audience.events.Product;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Takes products in: {@code productId, brandId, categoryIds, price}. */
final class ProductImport implements ImportedLines.Taker {
  private static final Set<String> COLUMNS = Set.of("productid", "brandid", "categoryids", "price");

  private final Call call;
  private final EventImports imports;
  private final Retailer retailer;
  private final ImportedLines lines;
  private final List<Product> products = new ArrayList<>();

  ProductImport(Call call, EventImports imports, Retailer retailer, ImportedLines lines) {
    this.call = call;
    this.imports = imports;
    this.retailer = retailer;
    this.lines = lines;
  }

  static boolean isColumn(String name) {
    return COLUMNS.contains(name);
  }

  @Override
  public void row(ImportRow row) {
    Optional<String> id = row.text("productId");
    if (id.isEmpty()) {
      lines.refuse(REQUIRED_FIELD, "productId is required");
      return;
    }
    Set<String> categories = new TreeSet<>();
    for (String category : row.texts("categoryIds"))
      if (!category.isBlank()) categories.add(category.strip());
    Optional<String> brand = row.text("brandId");
    boolean tooLong =
        isTooLong(id.get())
            || brand.filter(ProductImport::isTooLong).isPresent()
            || categories.stream().anyMatch(ProductImport::isTooLong);
    if (tooLong || categories.size() > Definition.Events.MAX_IDS) {
      lines.refuse(INVALID_VALUE, "An id has at most 256 characters, a product 1,000 categories");
      return;
    }
    Optional<OptionalDouble> price = price(row.text("price"));
    if (price.isEmpty()) lines.refuse(INVALID_VALUE, "price must be a number from 0");
    else products.add(new Product(id.get(), brand.orElse(null), categories, price.get()));
  }

  static boolean isTooLong(String id) {
    return id.length() > Definition.Events.MAX_ID_LENGTH;
  }

  /** A price; empty when the text is none. */
  static Optional<OptionalDouble> price(Optional<String> text) {
    if (text.isEmpty()) return Optional.of(OptionalDouble.empty());
    try {
      double price = Double.parseDouble(text.get());
      return price >= 0 && price <= Double.MAX_VALUE
          ? Optional.of(OptionalDouble.of(price))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void endPart(boolean last) {
    if (products.isEmpty()) return;
    imports.put(
        retailer,
        products,
        last ? call.keeperAhead().map(keeper -> keeper.apply(answer())) : Optional.empty());
    products.clear();
  }

  /** What came of the rows. */
  Response answer() {
    return Envelope.data(
        call,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "ProductImport");
          out.writeObjectPropertyStart("attributes");
          out.writeNumberProperty("rows", lines.rows());
          out.writeNumberProperty("products", lines.rows() - lines.refused());
          out.writeNumberProperty("refusedRows", lines.refused());
          out.writeEndObject();
          out.writeEndObject();
        },
        lines.problems());
  }
}
