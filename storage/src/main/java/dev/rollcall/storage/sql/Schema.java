package dev.rollcall.storage.sql;

import dev.rollcall.audience.CatalogUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables and how they came to be: the migrations under {@code db/migration}. */
final class Schema {
  private static final List<Migration> MIGRATIONS =
      Stream.of(
              "V1__catalog.sql",
              "V2__operations.sql",
              "V3__retry.sql",
              "V4__webhooks.sql",
              "V6__sharing_and_impressions.sql",
              "V8__audit.sql",
              "V9__line_items_by_account.sql",
              "V10__publication_by_hand.sql")
          .map(Migration::new)
          .toList();

  /** The versions of all migrations. */
  static final Set<String> VERSIONS =
      MIGRATIONS.stream().map(Migration::version).collect(Collectors.toUnmodifiableSet());

  private Schema() {}

  /**
   * Applies the migrations that the database has not had, whatever their order; nothing happens
   * when it has had them all.
   *
   * @throws CatalogUnavailable when the database has had one that this program does not know
   */
  static void migrate(Dialect dialect) {
    DataSource connections = dialect.connections();
    Set<String> applied = applied(connections);
    Set<String> unknown = new TreeSet<>(applied);
    unknown.removeAll(VERSIONS);
    if (!unknown.isEmpty())
      throw new CatalogUnavailable(
          "the catalog's tables were changed by a newer program (migration "
              + String.join(", ", unknown)
              + " is not known here): run that one or a newer one");
    if (applied.isEmpty() && dialect instanceof Sqlite) NewTables.make(connections, MIGRATIONS);
    else if (!applied.equals(VERSIONS)) flyway(connections).migrate();
  }

  static Flyway flyway(DataSource connections) {
    return Flyway.configure()
        .loggers("slf4j")
        .dataSource(connections)
        .locations("classpath:db/migration")
        .outOfOrder(true)
        .load();
  }

  /**
   * The versions the database has had. Asked by hand, as loading Flyway for the answer takes half
   * of a start.
   */
  private static Set<String> applied(DataSource connections) {
    Set<String> versions = new HashSet<>();
    try (Connection connection = connections.getConnection()) {
      try (ResultSet tables =
          connection
              .getMetaData()
              .getTables(
                  null, connection.getSchema(), "flyway_schema_history", new String[] {"TABLE"})) {
        if (!tables.next()) return versions;
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL")) {
        while (rows.next()) versions.add(rows.getString(1));
      }
      return versions;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot tell the version of the catalog's tables", e);
    }
  }
}
