package dev.rollcall.storage.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables and how they came to be: the migrations under {@code db/migration}. */
final class Schema {
  /** The version that the newest migration leads to. */
  static final String NEWEST = "8";

  private Schema() {}

  /** Brings the database to the newest version; nothing happens when it is there. */
  static void migrate(DataSource connections) {
    if (!current(connections)) flyway(connections).migrate();
  }

  static Flyway flyway(DataSource connections) {
    return Flyway.configure()
        .loggers("slf4j")
        .dataSource(connections)
        .locations("classpath:db/migration")
        .load();
  }

  /**
   * Whether there is nothing to do. Asked by hand, as loading Flyway for the answer takes half of a
   * start.
   */
  private static boolean current(DataSource connections) {
    try (Connection connection = connections.getConnection()) {
      try (ResultSet tables =
          connection
              .getMetaData()
              .getTables(
                  null, connection.getSchema(), "flyway_schema_history", new String[] {"TABLE"})) {
        if (!tables.next()) return false;
      }
      try (Statement statement = connection.createStatement();
          ResultSet last =
              statement.executeQuery(
                  "SELECT version FROM flyway_schema_history WHERE success ORDER BY installed_rank"
                      + " DESC LIMIT 1")) {
        return last.next() && NEWEST.equals(last.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot tell the version of the catalog's tables", e);
    }
  }
}
