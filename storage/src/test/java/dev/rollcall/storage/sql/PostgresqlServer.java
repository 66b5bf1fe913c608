package dev.rollcall.storage.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One PostgreSQL server of the machine's own for all tests of a run; its programs come as a
 * library.
 *
 * <p>PostgreSQL refuses to run as root: there it runs in a user namespace, which the kernel has to
 * allow.
 */
final class PostgresqlServer {
  private static final List<String> TABLES =
      List.of(
          "account",
          "retailer",
          "application",
          "segment",
          "audience",
          "line_item",
          "computation",
          "operation",
          "stage",
          "answer",
          "explanation",
          "impression_count",
          "impression_id",
          "webhook",
          "webhook_delivery");

  private static final EmbeddedPostgres SERVER = start();

  static {
    Schema.flyway(SERVER.getPostgresDatabase()).migrate();
  }

  private PostgresqlServer() {}

  /** A server that does not force the disk: nothing here outlives the run. */
  static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of the one database, which has the tables and nothing in them any more. */
  static String emptyDatabase() {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) statement.execute("DELETE FROM " + table);
      statement.execute(
          "UPDATE catalog_state SET version = 0, last_id = 999, first_started_at = NULL, published_number = 0,"
              + " published_snapshot = 0");
      statement.execute("UPDATE webhook_state SET operation = 0, computation = 0");
      return SERVER.getJdbcUrl("postgres", "postgres");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The URL of another database, as none has ever used it. */
  static String databaseWithoutTables() {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS older");
      statement.execute("CREATE DATABASE older");
      return SERVER.getJdbcUrl("postgres", "older");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
