package dev.rollcall.storage.events;

import dev.rollcall.storage.events.EventJournal.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The journals of one retailer as tables of the engine, one a generation, brought up to date when a
 * scan or a fold asks: who adds events does not wait for it.
 */
final class Tails {
  private final EmbeddedDuckDb duckDb;
  private final EventJournal journal;
  private final String prefix;
  private final Map<Long, Long> loaded = new HashMap<>();
  private long first;

  /**
   * @param first generation that is not folded yet
   */
  Tails(EmbeddedDuckDb duckDb, EventJournal journal, long retailerId, long first) {
    this.duckDb = duckDb;
    this.journal = journal;
    this.prefix = "tail_" + retailerId + "_";
    this.first = first;
  }

  /** Selects, for each generation up to one that has any, the events that are durable now. */
  synchronized List<String> load(long through) throws IOException {
    Durable durable = journal.durable();
    List<String> selects = new ArrayList<>();
    for (long generation = first;
        generation <= Math.min(through, durable.generation());
        generation++) {
      boolean ended = generation < durable.generation();
      long to = ended ? Files.size(journal.path(generation)) : durable.end();
      if (to == 0) continue;
      load(generation, loaded.getOrDefault(generation, 0L), to);
      loaded.put(generation, to);
      selects.add("SELECT " + EventTable.COLUMNS + " FROM " + prefix + generation);
    }
    return selects;
  }

  private void load(long generation, long from, long to) throws IOException {
    if (to <= from) return;
    duckDb.call(connection -> {
      // All or nothing: what an error leaves behind would be there twice after the next attempt.
      EmbeddedDuckDb.execute(connection, "BEGIN TRANSACTION");
      long end = append(connection, generation, from, to);
      EmbeddedDuckDb.execute(connection, "COMMIT");
      return end;
    });
  }

  private long append(DuckDBConnection connection, long generation, long from, long to)
      throws SQLException {
    String table = prefix + generation;
    EmbeddedDuckDb.execute(
        connection, "CREATE TABLE IF NOT EXISTS " + table + " (" + EventTable.DEFINITION + ")");
    try (DuckDBAppender appender = connection.createAppender("main", table)) {
      return EventJournal.<SQLException>read(
          journal.path(generation),
          from,
          to,
          frame -> {
            for (int i = 0; i < frame.count(); i++)
              EventForm.<SQLException>read(
                  frame.records(),
                  (id, hi, lo, activity, product, price, time) -> {
                    appender.beginRow().append(id).append(hi).append(lo).append((byte) activity);
                    appender.append(product);
                    if (Double.isNaN(price)) appender.appendNull();
                    else appender.append(price);
                    appender.append(time).endRow();
                  });
          });
    }
  }

  /** Leaves the generations up to one out from now on. */
  synchronized void skip(long through) {
    loaded.keySet().removeIf(generation -> generation <= through);
    first = through + 1;
  }

  /** Lets go of generations that are left out. */
  void drop(long from, long through) throws IOException {
    duckDb.call(connection -> {
      for (long generation = from; generation <= through; generation++)
        EmbeddedDuckDb.execute(connection, "DROP TABLE IF EXISTS " + prefix + generation);
      return through;
    });
  }
}
