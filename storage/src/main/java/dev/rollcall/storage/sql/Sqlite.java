package dev.rollcall.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * A database in a file, inside this process.
 *
 * <p>With the write-ahead log readers do not wait for the writer; forced at each commit it also
 * survives a power cut, which the usual setting for that log does not.
 */
record Sqlite(Path file, Duration patience) implements Dialect {
  static final String PREFIX = "jdbc:sqlite:";

  @Override
  public DataSource connections() {
    return connections(TransactionMode.DEFERRED);
  }

  private DataSource connections(TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) patience.toMillis());
    config.enforceForeignKeys(true);
    config.setTransactionMode(mode);
    SQLiteDataSource connections = new SQLiteDataSource(config);
    connections.setUrl(PREFIX + makeFolder());
    return connections;
  }

  private Path makeFolder() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A transaction takes the write lock when it begins: one that read first could not wait for it
   * later.
   */
  @Override
  public void writing(HikariConfig pool) {
    pool.setDataSource(connections(TransactionMode.IMMEDIATE));
    pool.setMaxLifetime(0);
  }

  @Override
  public void reading(HikariConfig pool) {
    pool.setDataSource(connections());
    pool.setConnectionInitSql("PRAGMA query_only = ON");
    pool.setMaxLifetime(0);
  }

  @Override
  public String integersOf(String parameter) {
    return "SELECT value FROM json_each(" + parameter + ")";
  }

  @Override
  public String textsOf(String parameter) {
    return integersOf(parameter);
  }
}
