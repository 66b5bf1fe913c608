package dev.rollcall.storage.sql;

import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceFilter;
import dev.rollcall.audience.AudienceTable;
import dev.rollcall.audience.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/**
 * Audiences in SQL: the algebra whole in its row, and the segments it names in a table of their own
 * to be found by.
 */
record SqlAudienceTable(Handle handle, Dialect dialect) implements AudienceTable {
  @Override
  public boolean insert(Audience audience) {
    String sql =
        """
        INSERT INTO audience (id, account_id, retailer_id, name, description, algebra, created_at, updated_at,
          created_by_id)
        VALUES (:id, :accountId, :retailerId, :name, :description, :algebra, :createdAt, :updatedAt, :createdById)
        ON CONFLICT (account_id, name) DO NOTHING
        """;
    if (bind(handle.createUpdate(sql), audience).execute() == 0) return false;
    link(audience);
    return true;
  }

  /** Writers take turns, so that nobody takes the name between the question and the change. */
  @Override
  public boolean update(Audience audience) {
    String sql =
        """
        UPDATE audience SET account_id = :accountId, retailer_id = :retailerId, name = :name,
          description = :description, algebra = :algebra, created_at = :createdAt, updated_at = :updatedAt,
          created_by_id = :createdById
        WHERE id = :id
          AND NOT EXISTS (SELECT 1 FROM audience WHERE account_id = :accountId AND name = :name AND id != :id)
        """;
    if (bind(handle.createUpdate(sql), audience).execute() == 0) return false;
    handle.execute("DELETE FROM audience_segment WHERE audience_id = ?", audience.id());
    link(audience);
    return true;
  }

  private static Update bind(Update update, Audience audience) {
    return update
        .bind("id", audience.id())
        .bind("accountId", audience.accountId())
        .bind("retailerId", audience.retailerId())
        .bind("name", audience.name())
        .bind("description", audience.description())
        .bind("algebra", AlgebraJson.encode(audience.algebra()))
        .bind("createdAt", Columns.micros(audience.createdAt()))
        .bind("updatedAt", Columns.micros(audience.updatedAt()))
        .bind("createdById", audience.createdById());
  }

  private void link(Audience audience) {
    handle.execute(
        "INSERT INTO audience_segment (audience_id, segment_id) SELECT ?, ids.value FROM (%s) AS ids"
            .formatted(dialect.integersOf("?")),
        audience.id(),
        Columns.json(audience.algebra().segmentIds()));
  }

  @Override
  public void delete(long id) {
    handle.execute("DELETE FROM audience WHERE id = ?", id);
  }

  @Override
  public Optional<Audience> find(long id) {
    return handle
        .select("SELECT * FROM audience WHERE id = ?", id)
        .map(SqlAudienceTable::audience)
        .findOne();
  }

  @Override
  public Page<Audience> search(long accountId, AudienceFilter filter, int offset, int limit) {
    return new Conditions(dialect)
        .id("account_id", accountId)
        .ids("id IN (%s)", filter.audienceIds())
        .ids(
            "id IN (SELECT audience_id FROM audience_segment WHERE segment_id IN (%s))",
            filter.segmentIds())
        .ids("retailer_id IN (%s)", filter.retailerIds())
        .texts("name IN (%s)", filter.names())
        .page(handle, "audience", SqlAudienceTable::audience, offset, limit);
  }

  @Override
  public List<Audience> ofRetailer(long retailerId) {
    return handle
        .select("SELECT * FROM audience WHERE retailer_id = ? ORDER BY id", retailerId)
        .map(SqlAudienceTable::audience)
        .list();
  }

  @Override
  public List<Long> using(long segmentId) {
    return handle
        .select(
            "SELECT audience_id FROM audience_segment WHERE segment_id = ? ORDER BY audience_id",
            segmentId)
        .mapTo(long.class)
        .list();
  }

  private static Audience audience(ResultSet row, StatementContext context) throws SQLException {
    return new Audience(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getLong("retailer_id"),
        row.getString("name"),
        row.getString("description"),
        AlgebraJson.decode(row.getString("algebra")),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        Columns.longOrNull(row, "created_by_id"));
  }
}
