package dev.rollcall.storage.events;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * A query that ends soon, wherever it is, once nobody wants its answer any more.
 *
 * <p>Its own thread alone reads and closes what is native: who waits only tells the engine to stop,
 * since chunks are read without a lock.
 */
final class WantedQuery implements EmbeddedDuckDb.Work<Boolean> {
  /** How often it is looked whether somebody still wants to know. */
  private static final long LOOK_MILLIS = 20;

  /** Sets the parameters of a query. */
  interface Parameters {
    void fillIn(DuckDBPreparedStatement statement) throws SQLException;
  }

  /** Takes an answer a chunk at a time; a chunk is gone when the next one comes. */
  interface Chunks {
    void take(DuckDBDataChunkReader chunk);
  }

  private final String sql;
  private final Parameters parameters;
  private final Chunks chunks;
  private final BooleanSupplier obsolete;
  private volatile boolean interrupted;
  private volatile @Nullable Statement running;

  /**
   * @param obsolete asked by two threads
   */
  WantedQuery(String sql, Parameters parameters, Chunks chunks, BooleanSupplier obsolete) {
    this.sql = sql;
    this.parameters = parameters;
    this.chunks = chunks;
    this.obsolete = obsolete;
  }

  @Override
  public Boolean with(DuckDBConnection connection) throws SQLException {
    if (!isWanted()) throw new CancellationException();
    try (DuckDBPreparedStatement statement = connection.prepare(sql)) {
      running = statement;
      parameters.fillIn(statement);
      try (DuckDBChunkedResult answer = statement.query()) {
        while (answer.nextChunk()) {
          if (!isWanted()) throw new CancellationException();
          chunks.take(answer.chunk());
        }
      }
    }
    return true;
  }

  private boolean isWanted() {
    return !interrupted && !obsolete.getAsBoolean();
  }

  /**
   * Waits until the query, once begun, has ended: nothing that it reads is read after that.
   *
   * @throws CancellationException when nobody wants to know
   */
  void await(CompletableFuture<Boolean> done) throws IOException {
    try {
      while (!hasEnded(done)) if (!isWanted()) stop();
    } catch (ExecutionException | CancellationException e) {
      if (interrupted) throw new IOException("interrupted while the event engine worked", e);
      if (!isWanted()) throw new CancellationException("nobody wants to know");
      throw EmbeddedDuckDb.failure(e.getCause(), e);
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private boolean hasEnded(CompletableFuture<Boolean> done) throws ExecutionException {
    try {
      return done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    }
  }

  /** Stops the engine if it runs the query now; before and after, the query looks by itself. */
  private void stop() {
    Statement now = running;
    if (now == null) return;
    try {
      now.cancel();
    } catch (SQLException e) {
      // It was closed, as is done at its end.
    }
  }
}
