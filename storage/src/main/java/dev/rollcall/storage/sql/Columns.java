package dev.rollcall.storage.sql;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How values stand in columns: times as microseconds since 1970 in UTC, short lists as JSON. */
final class Columns {
  static final JsonMapper JSON = new JsonMapper();

  private Columns() {}

  static @Nullable Long micros(@Nullable Instant time) {
    return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    Instant time = instant(row, column);
    return row.wasNull() ? null : time;
  }

  static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static String json(Collection<?> values) {
    return JSON.writeValueAsString(values);
  }

  static Set<Long> ids(ResultSet row, String column) throws SQLException {
    Set<Long> ids = new TreeSet<>();
    for (long id : JSON.readValue(row.getString(column), long[].class)) ids.add(id);
    return ids;
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of(JSON.readValue(row.getString(column), String[].class));
  }

  /**
   * Whether a row can have this text; PostgreSQL takes neither U+0000 nor half a surrogate pair,
   * and refuses to be asked.
   */
  static boolean storable(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
