package dev.rollcall.storage.sql;

import dev.rollcall.audience.ImpressionCount;
import dev.rollcall.audience.ImpressionTable;
import dev.rollcall.audience.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Impressions in SQL. Days are those since 1970. */
record SqlImpressionTable(Handle handle, Dialect dialect) implements ImpressionTable {
  @Override
  public boolean[] remember(List<Id> ids) {
    boolean[] fresh = new boolean[ids.size()];
    if (ids.isEmpty()) return fresh;
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO impression_id (hi, lo, account_id, day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (Id id : ids) batch.add(id.hi(), id.lo(), id.accountId(), id.day().toEpochDay());
    int[] inserted = batch.execute();
    for (int i = 0; i < fresh.length; i++) fresh[i] = inserted[i] == 1;
    return fresh;
  }

  @Override
  public void forget(LocalDate before, int most) {
    handle.execute(
        """
        DELETE FROM impression_id WHERE (hi, lo, account_id) IN
          (SELECT hi, lo, account_id FROM impression_id WHERE day < ? LIMIT ?)
        """,
        before.toEpochDay(),
        most);
  }

  /** In one order, whoever adds. */
  @Override
  public void add(Collection<ImpressionCount> counts) {
    if (counts.isEmpty()) return;
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO impression_count (account_id, kind, day, entity_id, shown) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (account_id, kind, day, entity_id)
              DO UPDATE SET shown = impression_count.shown + excluded.shown
            """);
    counts.stream()
        .sorted(
            Comparator.comparing(ImpressionCount::by)
                .thenComparing(ImpressionCount::day)
                .thenComparingLong(ImpressionCount::entityId))
        .forEach(count ->
            batch.add(
                count.accountId(),
                count.by().name(),
                count.day().toEpochDay(),
                count.entityId(),
                count.shown()));
    batch.execute();
  }

  @Override
  public boolean served(ImpressionCount.By by, long entityId) {
    return handle
        .select(
            "SELECT 1 FROM impression_count WHERE kind = ? AND entity_id = ? LIMIT 1",
            by.name(),
            entityId)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  @Override
  public Page<ImpressionCount> list(
      long accountId,
      ImpressionCount.By by,
      Optional<Set<Long>> entityIds,
      LocalDate from,
      LocalDate to,
      int offset,
      int limit) {
    String rows =
        " FROM impression_count WHERE account_id = :account AND kind = :kind AND day BETWEEN :from AND :to"
            + (entityIds.isEmpty() ? "" : " AND entity_id IN (" + dialect.integersOf(":ids") + ")");
    Map<String, Object> values =
        Map.of(
            "account", accountId,
            "kind", by.name(),
            "from", from.toEpochDay(),
            "to", to.toEpochDay(),
            "ids", Columns.json(entityIds.orElse(Set.of())));
    Query page =
        handle
            .createQuery("SELECT *" + rows + " ORDER BY day, entity_id LIMIT :limit OFFSET :offset")
            .bind("limit", limit)
            .bind("offset", offset);
    return new Page<>(
        page.bindMap(values).map(SqlImpressionTable::count).list(),
        handle.createQuery("SELECT count(*)" + rows).bindMap(values).mapTo(long.class).one());
  }

  private static ImpressionCount count(ResultSet row, StatementContext context)
      throws SQLException {
    return new ImpressionCount(
        row.getLong("account_id"),
        ImpressionCount.By.valueOf(row.getString("kind")),
        row.getLong("entity_id"),
        LocalDate.ofEpochDay(row.getLong("day")),
        row.getLong("shown"));
  }
}
