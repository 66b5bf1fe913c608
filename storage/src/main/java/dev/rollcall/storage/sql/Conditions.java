package dev.rollcall.storage.sql;

import dev.rollcall.audience.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * What the rows of a search meet.
 *
 * <p>The values of a filter go as one JSON array, however many they are: the statement stays the
 * same and no limit on parameters is met.
 */
final class Conditions {
  private final Dialect dialect;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  Conditions(Dialect dialect) {
    this.dialect = dialect;
  }

  Conditions id(String column, long id) {
    conditions.add(column + " = " + parameter(id));
    return this;
  }

  /** Wants segments to be the account's, or to be shared with it. */
  Conditions usableBy(long accountId) {
    String account = parameter(accountId);
    String retailers = "(SELECT retailer_ids FROM account WHERE id = " + account + ")";
    conditions.add(
        """
        (account_id = %1$s OR (retailer_id IN (%2$s)
          AND (sharing = 'ALL' OR id IN (SELECT segment_id FROM segment_account WHERE account_id = %1$s))))\
        """
            .formatted(account, dialect.integersOf(retailers)));
    return this;
  }

  /**
   * Wants the condition to hold for any of the ids, if they are given.
   *
   * @param condition with {@code %s} where the ids go, as in {@code id IN (%s)}
   */
  Conditions ids(String condition, Optional<Set<Long>> ids) {
    ids.ifPresent(wanted ->
        conditions.add(condition.formatted(dialect.integersOf(parameter(Columns.json(wanted))))));
    return this;
  }

  Conditions texts(String condition, Optional<Set<String>> texts) {
    texts
        .map(wanted -> Columns.json(wanted.stream().filter(Columns::storable).toList()))
        .ifPresent(
            wanted -> conditions.add(condition.formatted(dialect.textsOf(parameter(wanted)))));
    return this;
  }

  private String parameter(Object value) {
    String name = "value" + values.size();
    values.put(name, value);
    return ":" + name;
  }

  /** The slice of the table's rows that meet all, by ascending id. */
  <T> Page<T> page(Handle handle, String table, RowMapper<T> row, int offset, int limit) {
    String rows = " FROM " + table + " WHERE " + String.join(" AND ", conditions);
    List<T> items =
        query(handle, "SELECT *" + rows + " ORDER BY id LIMIT :limit OFFSET :offset")
            .bind("limit", limit)
            .bind("offset", offset)
            .map(row)
            .list();
    if (offset == 0 && items.size() < limit) return new Page<>(items, items.size());
    return new Page<>(items, query(handle, "SELECT count(*)" + rows).mapTo(long.class).one());
  }

  private Query query(Handle handle, String sql) {
    return handle.createQuery(sql).bindMap(values);
  }
}
