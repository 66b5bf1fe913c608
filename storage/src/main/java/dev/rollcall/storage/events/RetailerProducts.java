package dev.rollcall.storage.events;

import static dev.rollcall.storage.events.EmbeddedDuckDb.execute;
import static dev.rollcall.storage.events.EmbeddedDuckDb.quoted;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.events.Product;
import dev.rollcall.storage.file.DurableFiles;
import dev.rollcall.storage.file.ManifestFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One retailer's catalogue: a table of the engine, and Parquet files of what was put, of which the
 * later count; put together when there are {@value #MOST_FILES}. A manifest tells which files there
 * are.
 */
final class RetailerProducts {
  private static final int MOST_FILES = 8;
  private static final String ENDING = ".parquet";
  private static final String MANIFEST = "_manifest.json";
  private static final String COLUMNS = "product_key, product_id, brand_id, category_ids, price";
  private static final String DEFINITION =
      "product_key BIGINT, product_id VARCHAR, brand_id VARCHAR, category_ids VARCHAR[],"
          + " price DOUBLE";

  private final Path folder;
  private final EmbeddedDuckDb duckDb;
  private final Step.Watch watch;
  private final Consumer<KeptAnswer> answers;
  private final String table;
  private final MessageDigest sha256 = EventForm.sha256();
  private volatile Manifest manifest;
  private boolean loaded;

  /** Goes up with every file: a manifest that failed to be forced may still name the last. */
  private long begun;

  /**
   * Which files there are, the later ones last.
   *
   * @param revision another one for every change
   * @param answer came with the last of them, if one did
   */
  record Manifest(long revision, List<String> files, @Nullable KeptAnswer answer) {
    Manifest {
      files = List.copyOf(files);
    }
  }

  /**
   * @param answers put into the catalog
   */
  RetailerProducts(
      Path folder,
      EmbeddedDuckDb duckDb,
      long retailerId,
      Consumer<KeptAnswer> answers,
      Step.Watch watch)
      throws IOException {
    this.folder = folder;
    this.duckDb = duckDb;
    this.watch = watch;
    this.answers = answers;
    this.table = "product_" + retailerId;
    Path file = folder.resolve(MANIFEST);
    manifest =
        Files.exists(file)
            ? ManifestFile.read(file, Manifest.class)
            : new Manifest(0, List.of(), null);
    begun = manifest.revision;
    sweep();
    keepAnswer();
  }

  /** Puts the answer that came last into the catalog, before another takes its place. */
  private void keepAnswer() {
    KeptAnswer last = manifest.answer;
    if (last != null) answers.accept(last);
  }

  /** Nothing is deleted unless all that the manifest names is there: it may be another's. */
  private void sweep() throws IOException {
    for (String name : manifest.files)
      if (!Files.exists(folder.resolve(name)))
        throw new IOException(folder.resolve(name) + " is named by the manifest and not there");
    if (!Files.isDirectory(folder)) return;
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = path.getFileName().toString();
        if (name.endsWith(ENDING) && !manifest.files.contains(name)) Files.delete(path);
      }
    }
  }

  long revision() {
    return manifest.revision;
  }

  /** The table that has them now. */
  synchronized String table() throws IOException {
    if (loaded) return table;
    duckDb.call(connection -> {
      execute(connection, "CREATE OR REPLACE TABLE " + table + " (" + DEFINITION + ")");
      for (String name : manifest.files)
        take(connection, "read_parquet(" + quoted(folder.resolve(name)) + ")");
      return table;
    });
    loaded = true;
    return table;
  }

  private void take(DuckDBConnection connection, String products) throws SQLException {
    execute(
        connection,
        "DELETE FROM %s WHERE product_key IN (SELECT product_key FROM %s)"
            .formatted(table, products));
    execute(connection, "INSERT INTO %s SELECT %s FROM %s".formatted(table, COLUMNS, products));
  }

  synchronized void put(Collection<Product> products, Optional<KeptAnswer> answer)
      throws IOException {
    if (products.isEmpty()) return;
    keepAnswer();
    table();
    Map<String, Product> last = new LinkedHashMap<>();
    for (Product product : products) last.put(product.id(), product);
    long revision = ++begun;
    String name = String.format(Locale.ROOT, "%010d%s", revision, ENDING);
    DurableFiles.createFolder(folder);
    boolean whole = manifest.files.size() + 1 >= MOST_FILES;
    duckDb.call(connection -> {
      execute(connection, "CREATE TEMP TABLE incoming (" + DEFINITION + ")");
      append(connection, last.values());
      execute(connection, "BEGIN TRANSACTION");
      take(connection, "incoming");
      write(connection, whole ? table : "incoming", name);
      publish(revision, name, whole, answer);
      execute(connection, "COMMIT");
      return name;
    });
  }

  private void append(DuckDBConnection connection, Collection<Product> products)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("temp", "main", "incoming")) {
      for (Product product : products) {
        appender.beginRow().append(EventForm.hash(sha256, product.id())).append(product.id());
        appender.append(product.brandId()).append(product.categoryIds());
        if (product.price().isPresent()) appender.append(product.price().getAsDouble());
        else appender.appendNull();
        appender.endRow();
      }
    }
  }

  private void write(DuckDBConnection connection, String from, String name)
      throws SQLException, IOException {
    Path file = folder.resolve(name);
    execute(
        connection,
        "COPY (SELECT %s FROM %s) TO %s (FORMAT parquet, COMPRESSION zstd)"
            .formatted(COLUMNS, from, quoted(file)));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    watch.done(Step.PRODUCTS_WRITTEN);
  }

  private void publish(long revision, String name, boolean whole, Optional<KeptAnswer> answer)
      throws IOException {
    List<String> before = manifest.files;
    List<String> files = new ArrayList<>(whole ? List.of() : before);
    files.add(name);
    Manifest next = new Manifest(revision, files, answer.orElse(null));
    ManifestFile.write(folder.resolve(MANIFEST), next);
    watch.done(Step.PRODUCTS_LISTED);
    DurableFiles.forceFolder(folder);
    manifest = next;
    for (String gone : before) if (whole) Files.deleteIfExists(folder.resolve(gone));
  }

  /** Those of the products that there are, by id. */
  Map<String, Product> find(Set<String> ids) throws IOException {
    String products = table();
    LongStream keys;
    synchronized (this) {
      keys = LongStream.of(ids.stream().mapToLong(id -> EventForm.hash(sha256, id)).toArray());
    }
    String sql =
        keys.mapToObj(Long::toString)
            .collect(
                Collectors.joining(
                    ", ",
                    "SELECT product_id, brand_id, category_ids, price FROM "
                        + products
                        + " WHERE product_key IN (",
                    ")"));
    Map<String, Product> found = new HashMap<>();
    duckDb.call(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          Product product = product(rows);
          found.put(product.id(), product);
        }
      }
      return found;
    });
    return found;
  }

  private static Product product(ResultSet row) throws SQLException {
    Object[] categories = (Object[]) row.getArray("category_ids").getArray();
    double price = row.getDouble("price");
    return new Product(
        row.getString("product_id"),
        row.getString("brand_id"),
        Stream.of(categories).map(Object::toString).collect(Collectors.toSet()),
        row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(price));
  }
}
