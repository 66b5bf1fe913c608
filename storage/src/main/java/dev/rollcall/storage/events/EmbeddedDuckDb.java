package dev.rollcall.storage.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB in this process, in memory, started when it is first needed: loading it takes a third of a
 * second, which servers without events do without.
 */
final class EmbeddedDuckDb implements AutoCloseable {
  /** Scans at a time: each uses all threads of the engine, and more would share its memory. */
  private static final int SCANS = 2;

  /** Calls of virtual threads at a time: the scans, and as many of those who add events. */
  static final int CALLS = 2 * SCANS;

  private final Path scratch;
  private final int threads;
  private final int memoryMib;
  private @Nullable DuckDBConnection root;

  /** Who waits in native code holds the thread: virtual ones would hold all there are of others. */
  private final ExecutorService calls =
      Executors.newFixedThreadPool(
          CALLS, Thread.ofPlatform().daemon().name("event-engine-", 0).factory());

  /** Held by scans, in the order in which they came; what else is called passes them. */
  private final Semaphore scans = new Semaphore(SCANS, true);

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

  Semaphore scans() {
    return scans;
  }

  /** Does work on a connection of its own, and on a thread that may be held. */
  <T> T call(Work<T> work) throws IOException {
    if (!Thread.currentThread().isVirtual()) return callHere(work);
    try {
      return begin(work).join();
    } catch (CompletionException e) {
      throw failure(e.getCause(), e);
    }
  }

  /**
   * Runs a query on a thread that may be held.
   *
   * @throws CancellationException when nobody wants its answer any more
   */
  void run(WantedQuery query) throws IOException {
    query.await(begin(query));
  }

  private <T> CompletableFuture<T> begin(Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    calls.execute(() -> {
      try {
        done.complete(callHere(work));
      } catch (IOException | RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  /** What is thrown for what work threw on another thread. */
  static IOException failure(@Nullable Throwable thrown, Exception here) {
    if (thrown instanceof Error error) throw error;
    if (thrown instanceof RuntimeException failed) throw failed;
    return new IOException(thrown == null ? here : thrown);
  }

  private <T> T callHere(Work<T> work) throws IOException {
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
  public void close() throws IOException {
    calls.close();
    closeRoot();
  }

  private synchronized void closeRoot() throws IOException {
    try {
      if (root != null) root.close();
      root = null;
    } catch (SQLException e) {
      throw new IOException("the event engine cannot be closed", e);
    }
  }
}
