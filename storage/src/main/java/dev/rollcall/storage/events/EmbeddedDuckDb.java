package dev.rollcall.storage.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB in this process, in memory, started when it is first needed: loading it takes a third of a
 * second, which servers without events do without.
 */
final class EmbeddedDuckDb implements AutoCloseable {
  private final Path scratch;
  private final int threads;
  private final int memoryMib;
  private @Nullable DuckDBConnection root;

  /**
   * @param scratch a folder for what does not fit into memory
   */
  EmbeddedDuckDb(Path scratch, int threads, int memoryMib) {
    this.scratch = scratch;
    this.threads = threads;
    this.memoryMib = memoryMib;
  }

  /** What is done with a connection. */
  interface Work<T> {
    T with(DuckDBConnection connection) throws SQLException, IOException;
  }

  /** Does work on a connection of its own. */
  <T> T call(Work<T> work) throws IOException {
    try (DuckDBConnection connection = root().duplicate()) {
      return work.with(connection);
    } catch (SQLException e) {
      throw new IOException("the event engine failed: " + e.getMessage(), e);
    }
  }

  static void execute(DuckDBConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Text as SQL writes it. */
  static String quoted(Object text) {
    return "'" + text.toString().replace("'", "''") + "'";
  }

  private synchronized DuckDBConnection root() throws SQLException, IOException {
    DuckDBConnection started = root;
    if (started != null) return started;
    Files.createDirectories(scratch);
    DuckDBConnection opened =
        DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
    execute(opened, "SET threads = " + threads);
    execute(opened, "SET memory_limit = '" + memoryMib + "MiB'");
    execute(opened, "SET temp_directory = " + quoted(scratch));
    execute(opened, "SET preserve_insertion_order = false");
    execute(opened, "SET autoinstall_known_extensions = false");
    execute(opened, "SET autoload_known_extensions = false");
    root = opened;
    return opened;
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      if (root != null) root.close();
      root = null;
    } catch (SQLException e) {
      throw new IOException("the event engine cannot be closed", e);
    }
  }
}
