package dev.rollcall.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/** One kind of database at one place: how to reach it, and the few words of SQL that differ. */
sealed interface Dialect permits Sqlite, Postgresql {
  /**
   * The database at a location.
   *
   * @param location a JDBC URL of either database, or the path of a SQLite file
   * @param patience how long to wait for a connection or for another process's lock
   */
  static Dialect at(String location, Duration patience) {
    if (location.startsWith(Postgresql.PREFIX)) return new Postgresql(location, patience);
    String path =
        location.startsWith(Sqlite.PREFIX) ? location.substring(Sqlite.PREFIX.length()) : location;
    if (path.startsWith("jdbc:"))
      throw new IllegalArgumentException("the catalog is kept in SQLite or PostgreSQL");
    return new Sqlite(Path.of(path), patience);
  }

  Duration patience();

  /** Plain connections, of no pool. */
  DataSource connections();

  /** Prepares the pool of the one writer. */
  void writing(HikariConfig pool);

  /** Prepares the pool of the readers: each transaction sees one state and changes nothing. */
  void reading(HikariConfig pool);

  /** A subquery of the integers in the JSON array bound to the parameter. */
  String integersOf(String parameter);

  /** A subquery of the strings in the JSON array bound to the parameter. */
  String textsOf(String parameter);
}
