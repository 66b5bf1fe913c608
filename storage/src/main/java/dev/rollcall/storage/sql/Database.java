package dev.rollcall.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/**
 * The pools of one database: a writer that callers take turns with, and a few readers beside it.
 */
final class Database implements AutoCloseable {
  private static final int READERS = 4;

  private final ReentrantLock turn = new ReentrantLock(true);
  private final Dialect dialect;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final Jdbi writing;
  private final Jdbi reading;

  /** The transaction of the thread that has the turn; nobody else looks. */
  private @Nullable Handle underWay;

  private Database(Dialect dialect) {
    this.dialect = dialect;
    this.writer = pool("catalog-writer", 1, dialect, dialect::writing);
    this.readers = pool("catalog-readers", READERS, dialect, dialect::reading);
    this.writing = jdbi(writer);
    this.reading = jdbi(readers);
  }

  /** Brings the tables to their newest version, then opens the pools. */
  static Database open(Dialect dialect) {
    return Reach.within(() -> {
      Schema.migrate(dialect);
      return new Database(dialect);
    });
  }

  private static HikariDataSource pool(
      String name, int size, Dialect dialect, Consumer<HikariConfig> prepare) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(dialect.patience().toMillis());
    prepare.accept(config);
    return new HikariDataSource(config);
  }

  /** Errors name no values: the rows hold secrets. */
  private static Jdbi jdbi(HikariDataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  Dialect dialect() {
    return dialect;
  }

  /** One transaction that sees one state and can change nothing. */
  <T> T read(Function<Handle, T> work) {
    return Reach.within(() -> reading.inTransaction(work::apply));
  }

  /** One transaction, alone in this process; undone when the work throws. */
  <T> T write(Function<Handle, T> work) {
    if (turn.isHeldByCurrentThread()) throw new IllegalStateException("a write inside a write");
    turn.lock();
    try {
      return Reach.within(() ->
          writing.inTransaction(handle -> {
            underWay = handle;
            return work.apply(handle);
          }));
    } finally {
      underWay = null;
      turn.unlock();
    }
  }

  /** A part of the transaction that this thread is in the midst of; without one, one of its own. */
  <T> T join(Function<Handle, T> work) {
    Handle here = turn.isHeldByCurrentThread() ? underWay : null;
    return here == null ? write(work) : work.apply(here);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
