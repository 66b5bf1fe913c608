package dev.rollcall.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * SQLite in this process: a write-ahead log, a table that is its own index, prepared statements in
 * one transaction.
 */
final class SqlitePeer extends SqlPeer {
  private static final int BATCH = 10_000;

  private final Path file;

  SqlitePeer(Path folder) throws Exception {
    this(Files.createDirectories(folder).resolve("peer.db"), "jdbc:sqlite:");
  }

  private SqlitePeer(Path file, String url) throws SQLException {
    super(DriverManager.getConnection(url + file));
    this.file = file;
    execute(
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA cache_size = -262144",
        "PRAGMA temp_store = MEMORY",
        "CREATE TABLE member (list INTEGER, usr INTEGER, PRIMARY KEY (list, usr)) WITHOUT ROWID");
    connection().setAutoCommit(false);
  }

  @Override
  public void load(Work work) throws SQLException {
    for (int list = 0; list < Work.LISTS; list++) {
      int[] members = work.members(list);
      java.util.Arrays.sort(members);
      insert(list, members);
    }
    execute("CREATE INDEX by_user ON member (usr, list)");
    connection().commit();
  }

  @Override
  public void add(int list, int[] users) throws SQLException {
    insert(list, users);
    connection().commit();
  }

  private void insert(int list, int[] users) throws SQLException {
    Connection connection = connection();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO member VALUES (?, ?)")) {
      insert.setInt(1, list);
      for (int i = 0; i < users.length; i++) {
        insert.setInt(1, list);
        insert.setInt(2, users[i]);
        insert.addBatch();
        if (i % BATCH == BATCH - 1) insert.executeBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public double bytes() {
    return file.toFile().length();
  }
}
