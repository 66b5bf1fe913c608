package dev.rollcall.bench.events;

import dev.rollcall.audience.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The very rows of a store in tables of a DuckDB of their own, on a file, asked as anybody would
 * ask them: one query a definition, which counts distinct shoppers and joins products where it has
 * to.
 */
final class PlainDuckDb implements AutoCloseable {
  private final Path file;
  private final Connection connection;

  /**
   * @param store a folder of events and products in which nothing is left in a journal
   */
  PlainDuckDb(Path folder, Path store, String retailer) throws SQLException, IOException {
    file = Files.createDirectories(folder).resolve("events.duckdb");
    connection = DriverManager.getConnection("jdbc:duckdb:" + file);
    execute("CREATE TABLE event AS SELECT * FROM " + parquet(store, "data", retailer, "*/"));
    execute("CREATE TABLE product AS SELECT * FROM " + parquet(store, "products", retailer, ""));
    execute("CHECKPOINT");
  }

  private static String parquet(Path store, String kind, String retailer, String days) {
    return "read_parquet('%s/%s/retailer=%s/%s*.parquet', hive_partitioning = false)"
        .formatted(store, kind, retailer, days);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Distinct keys that meet a definition. */
  long count(Definition.Events definition, Instant cutOff) throws SQLException {
    return number(
        "SELECT count(*) FROM (SELECT DISTINCT key_hi, key_lo FROM event"
            + (asksProduct(definition) ? " JOIN product p USING (product_key)" : "")
            + " WHERE "
            + String.join(" AND ", conditions(definition, cutOff))
            + ")");
  }

  private static boolean asksProduct(Definition.Events definition) {
    return !definition.brandIds().isEmpty()
        || !definition.categoryIds().isEmpty()
        || definition.minPrice().isPresent()
        || definition.maxPrice().isPresent();
  }

  private static List<String> conditions(Definition.Events definition, Instant cutOff) {
    List<String> all = new ArrayList<>();
    all.add("activity = " + activity(definition));
    all.add("time_ms > " + definition.window().after(cutOff).toEpochMilli());
    all.add("time_ms <= " + cutOff.toEpochMilli());
    if (!definition.brandIds().isEmpty())
      all.add("brand_id IN (" + quoted(definition.brandIds()) + ")");
    if (!definition.categoryIds().isEmpty())
      all.add("list_has_any(category_ids, [" + quoted(definition.categoryIds()) + "])");
    definition
        .minPrice()
        .ifPresent(least -> all.add("coalesce(event.price, p.price) >= " + decimal(least)));
    definition
        .maxPrice()
        .ifPresent(greatest -> all.add("coalesce(event.price, p.price) <= " + decimal(greatest)));
    return all;
  }

  private static int activity(Definition.Events definition) {
    return switch (definition.activity()) {
      case VIEW -> 1;
      case BUY -> 2;
      case ADD_TO_CART -> 3;
    };
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%f::DOUBLE", number);
  }

  private static String quoted(Collection<String> ids) {
    return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
  }

  /** Events it has. */
  long events() throws SQLException {
    return number("SELECT count(*) FROM event");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Of its file. */
  long bytes() throws IOException {
    return Files.size(file);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
