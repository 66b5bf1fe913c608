package dev.rollcall.bench.peer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Lists as rows of a table, a row for each membership: what the SQL systems have in common. */
abstract class SqlPeer implements Peer {
  private final Connection connection;
  private int made;

  SqlPeer(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * Selects the audience's users in one pass over the rows of its five lists, a bit for each list.
   */
  static String users(Work.Audience of) {
    String bits =
        "CAST(sum(CASE list WHEN %d THEN 1 WHEN %d THEN 2 WHEN %d THEN 4 WHEN %d THEN 8 ELSE 16 END) AS INTEGER)"
            .formatted(of.a(), of.b(), of.c(), of.d());
    return "SELECT usr FROM member WHERE list IN (%d, %d, %d, %d, %d)"
            .formatted(of.a(), of.b(), of.c(), of.d(), of.e())
        + " GROUP BY usr HAVING (%1$s & 7) = 3 OR (%1$s & 24) = 24".formatted(bits);
  }

  @Override
  public boolean contains(int list, int user) throws SQLException {
    return number("SELECT count(*) FROM member WHERE list = " + list + " AND usr = " + user) > 0;
  }

  @Override
  public long count(Work.Audience audience) throws SQLException {
    return number("SELECT count(*) FROM (" + users(audience) + ") found");
  }

  @Override
  public int lookup(int user) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT list FROM member WHERE usr = ?")) {
      statement.setInt(1, user);
      int lists = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) lists++;
      }
      return lists;
    }
  }

  @Override
  public void compute(List<Work.Audience> audiences) throws SQLException {
    for (Work.Audience audience : audiences)
      execute("CREATE TABLE audience_" + made++ + " AS " + users(audience));
    if (!connection.getAutoCommit()) connection.commit();
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
  }
}
