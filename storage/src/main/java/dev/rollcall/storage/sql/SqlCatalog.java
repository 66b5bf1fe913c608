package dev.rollcall.storage.sql;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.explain.AuditTrail;
import dev.rollcall.compute.webhook.WebhookStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * A catalog in a SQL database: SQLite in a file of its own, or PostgreSQL.
 *
 * <p>What throws {@link dev.rollcall.audience.CatalogUnavailable} when the database is out of
 * reach: opening, reads and writes.
 */
public final class SqlCatalog implements Catalog {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How a write ended: with its value, or undone by what the work threw. */
  private sealed interface End<T> {
    record Done<T>(T value, long version) implements End<T> {}

    record Undone<T>(RuntimeException cause) implements End<T> {}
  }

  private final Database database;
  private final AtomicLong version = new AtomicLong();
  private final VersionWatch watch;

  private SqlCatalog(Database database) {
    this.database = database;
    this.watch = new VersionWatch(this::refreshVersion);
  }

  /**
   * Opens the catalog, and makes its tables when there are none.
   *
   * @param location a {@code jdbc:postgresql:} URL, or the path of a SQLite file, which is made
   *     when it is missing
   */
  public static SqlCatalog open(String location) {
    return open(location, PATIENCE);
  }

  static SqlCatalog open(String location, Duration patience) {
    SqlCatalog catalog = new SqlCatalog(Database.open(Dialect.at(location, patience)));
    catalog.refreshVersion();
    catalog.watch.start();
    return catalog;
  }

  /** The computations, kept in the same database. */
  public ComputationHistory computations() {
    return new SqlComputationHistory(database);
  }

  /** Who asked about which shopper, kept in the same database. */
  public AuditTrail auditTrail() {
    return new SqlAuditTrail(database);
  }

  /** The operations, kept in the same database. */
  public OperationHistory operations() {
    return new SqlOperationHistory(database);
  }

  /** The webhooks, kept in the same database. */
  public WebhookStore webhooks() {
    return new SqlWebhookStore(database);
  }

  @Override
  public <T> T read(Function<Tables, T> work) {
    return database.read(
        handle -> work.apply(new SqlTables(handle, database.dialect(), SqlCatalog::noId)));
  }

  private static long noId() {
    throw new IllegalStateException("ids are given to writes only");
  }

  @Override
  public <T> T write(Function<Tables, T> work) {
    return switch (database.write(handle -> attempt(handle, work))) {
      case End.Done<T>(T value, long written) -> {
        version.accumulateAndGet(written, Math::max);
        yield value;
      }
      case End.Undone<T>(RuntimeException cause) -> throw cause;
    };
  }

  /**
   * The work between two updates of the one row of {@code catalog_state}: the first makes writers
   * of every process take turns, the second counts the write and keeps the last id. When the work
   * throws it alone is undone and the ids it drew are kept, so that none is ever given twice.
   */
  private <T> End<T> attempt(Handle handle, Function<Tables, T> work) {
    long lastId = one(handle, "UPDATE catalog_state SET last_id = last_id RETURNING last_id");
    AtomicLong ids = new AtomicLong(lastId);
    handle.savepoint("work");
    try {
      T value = work.apply(new SqlTables(handle, database.dialect(), ids::incrementAndGet));
      String count =
          "UPDATE catalog_state SET version = version + 1, last_id = " + ids + " RETURNING version";
      return new End.Done<>(value, one(handle, count));
    } catch (RuntimeException cause) {
      if (ids.get() == lastId) throw cause;
      handle.rollbackToSavepoint("work");
      handle.execute("UPDATE catalog_state SET last_id = ?", ids.get());
      return new End.Undone<>(cause);
    }
  }

  /** Takes its turn with the writers of every process. */
  @Override
  public <T> T count(Function<Tables, T> work) {
    return database.write(handle -> {
      handle.execute("UPDATE catalog_state SET last_id = last_id");
      return work.apply(new SqlTables(handle, database.dialect(), SqlCatalog::noId));
    });
  }

  private static long one(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(long.class).one();
  }

  private void refreshVersion() {
    long stored = database.read(handle -> one(handle, "SELECT version FROM catalog_state"));
    version.accumulateAndGet(stored, Math::max);
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public void close() {
    watch.close();
    database.close();
  }
}
