package dev.rollcall.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB in this process, on a file: rows come by its appender, and there is no index, as its guide
 * advises for them.
 */
final class DuckDbPeer extends SqlPeer {
  private final Path file;

  DuckDbPeer(Path folder) throws Exception {
    this(Files.createDirectories(folder).resolve("peer.duckdb"), "jdbc:duckdb:");
  }

  private DuckDbPeer(Path file, String url) throws SQLException {
    super(DriverManager.getConnection(url + file));
    this.file = file;
    execute(
        "CREATE TABLE member (list INTEGER, usr INTEGER)",
        "CREATE TEMP TABLE staging (list INTEGER, usr INTEGER)");
  }

  @Override
  public void load(Work work) throws SQLException {
    for (int list = 0; list < Work.LISTS; list++) {
      int[] members = work.members(list);
      java.util.Arrays.sort(members);
      append("main", "member", list, members);
    }
    execute("CHECKPOINT");
  }

  private void append(String schema, String table, int list, int[] users) throws SQLException {
    DuckDBConnection connection = connection().unwrap(DuckDBConnection.class);
    try (DuckDBAppender appender =
        connection.createAppender(schema.equals("temp") ? "temp" : null, "main", table)) {
      for (int user : users) {
        appender.beginRow();
        appender.append(list);
        appender.append(user);
        appender.endRow();
      }
    }
  }

  @Override
  public void add(int list, int[] users) throws SQLException {
    execute("BEGIN TRANSACTION");
    append("temp", "staging", list, users);
    execute(
        "INSERT INTO member SELECT DISTINCT list, usr FROM staging"
            + " ANTI JOIN (SELECT usr FROM member WHERE list = "
            + list
            + ") present USING (usr)",
        "DELETE FROM staging",
        "COMMIT");
  }

  @Override
  public double bytes() {
    return file.toFile().length();
  }
}
