package dev.rollcall.storage.sql;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.rollcall.audience.CatalogUnavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a database that is out of reach, full or busy from a mistake of the program's. */
final class Reach {
  /**
   * PostgreSQL's classes of states: no connection, no room, stopped by an operator, trouble
   * outside.
   */
  private static final Set<String> STATES = Set.of("08", "53", "57", "58");

  private static final Set<Integer> SQLITE_CODES =
      Set.of(
          SQLiteErrorCode.SQLITE_BUSY.code,
          SQLiteErrorCode.SQLITE_LOCKED.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_PROTOCOL.code);

  private Reach() {}

  /**
   * Does the work; throws {@link CatalogUnavailable} when the database is the reason why it could
   * not be done.
   */
  static <T> T within(Supplier<T> work) {
    try {
      return work.get();
    } catch (CatalogUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (lost(e)) throw new CatalogUnavailable("the catalog's database cannot be reached", e);
      throw e;
    }
  }

  private static boolean lost(Throwable thrown) {
    for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof PoolInitializationException || e instanceof SQLTransientConnectionException)
        return true;
      if (e instanceof SQLiteException sqlite
          && SQLITE_CODES.contains(sqlite.getErrorCode() & 0xff)) return true;
      if (e instanceof SQLException sql && STATES.contains(classOf(sql.getSQLState()))) return true;
    }
    return false;
  }

  private static String classOf(@Nullable String state) {
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }
}
