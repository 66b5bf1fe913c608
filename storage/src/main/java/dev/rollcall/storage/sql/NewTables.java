package dev.rollcall.storage.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.sql.DataSource;

/**
 * The tables of a SQLite catalog that has none, made in one transaction and noted as Flyway notes
 * them. Flyway itself, its classes and a forced write for each migration, would take a good part of
 * the second in which a sandbox is to be ready.
 */
final class NewTables {
  private static final String HISTORY =
      """
      CREATE TABLE "flyway_schema_history" (
          "installed_rank" INT NOT NULL PRIMARY KEY,
          "version" VARCHAR(50),
          "description" VARCHAR(200) NOT NULL,
          "type" VARCHAR(20) NOT NULL,
          "script" VARCHAR(1000) NOT NULL,
          "checksum" INT,
          "installed_by" VARCHAR(100) NOT NULL,
          "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
          "execution_time" INT NOT NULL,
          "success" BOOLEAN NOT NULL
      );
      CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
      """;

  private static final String NOTE =
      "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
          + " checksum, installed_by, execution_time, success) VALUES (?, ?, ?, 'SQL', ?, ?, '', 0, 1)";

  private NewTables() {}

  /** Makes all tables; none when it throws. */
  static void make(DataSource connections, List<Migration> migrations) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement note = prepared(connection, statement)) {
      for (int i = 0; i < migrations.size(); i++) {
        Migration migration = migrations.get(i);
        String script = read(migration);
        statement.executeUpdate(script);
        note.setInt(1, i + 1);
        note.setString(2, migration.version());
        note.setString(3, migration.description());
        note.setString(4, migration.script());
        note.setInt(5, checksum(script));
        note.executeUpdate();
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the catalog's tables cannot be made", e);
    }
  }

  /** Begins the transaction with the table of what was applied. */
  private static PreparedStatement prepared(Connection connection, Statement statement)
      throws SQLException {
    connection.setAutoCommit(false);
    statement.executeUpdate(HISTORY);
    return connection.prepareStatement(NOTE);
  }

  private static String read(Migration migration) {
    String path = "/db/migration/" + migration.script();
    try (InputStream in = NewTables.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flyway's: of the lines without their ends. */
  private static int checksum(String script) {
    CRC32 crc = new CRC32();
    script.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }
}
