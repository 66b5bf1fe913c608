package dev.rollcall.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server. What the URL says of timeouts wins over what is said here. */
record Postgresql(String url, Duration patience) implements Dialect {
  static final String PREFIX = "jdbc:postgresql:";

  /**
   * Longest wait for an answer, in seconds; no statement here takes a tenth of it while the server
   * lives.
   */
  private static final int ANSWER_SECONDS = 30;

  @Override
  public DataSource connections() {
    PGSimpleDataSource connections = new PGSimpleDataSource();
    connections.setConnectTimeout((int) Math.max(1, patience.toSeconds()));
    connections.setSocketTimeout(ANSWER_SECONDS);
    connections.setApplicationName("rollcall");
    try {
      connections.setUrl(url);
    } catch (IllegalArgumentException withTheUrlInIt) {
      throw new IllegalArgumentException("the URL of the PostgreSQL server is not valid");
    }
    return connections;
  }

  @Override
  public void writing(HikariConfig pool) {
    pool.setDataSource(connections());
  }

  @Override
  public void reading(HikariConfig pool) {
    pool.setDataSource(connections());
    pool.setReadOnly(true);
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
  }

  @Override
  public String integersOf(String parameter) {
    return "SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST("
        + parameter
        + " AS json))";
  }

  @Override
  public String textsOf(String parameter) {
    return "SELECT value FROM json_array_elements_text(CAST(" + parameter + " AS json))";
  }

  /** Keeps the URL to itself: it may hold a password. */
  @Override
  public String toString() {
    return "Postgresql";
  }
}
