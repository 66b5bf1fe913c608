package dev.rollcall.storage.sql;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.SegmentFilter;
import dev.rollcall.audience.SegmentTable;
import dev.rollcall.audience.SegmentType;
import dev.rollcall.audience.Sharing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/**
 * Segments in SQL: whom one is shared with whole in its row, and in a table of their own to be
 * found by.
 */
record SqlSegmentTable(Handle handle, Dialect dialect) implements SegmentTable {
  @Override
  public boolean insert(AudienceSegment segment) {
    String sql =
        """
        INSERT INTO segment (id, account_id, retailer_id, name, description, type, definition, created_at, updated_at,
          created_by_id, sharing, shared_with, shared_statistics)
        VALUES (:id, :accountId, :retailerId, :name, :description, :type, :definition, :createdAt, :updatedAt,
          :createdById, :sharing, :sharedWith, :sharedStatistics)
        ON CONFLICT (account_id, name) DO NOTHING
        """;
    if (bind(handle.createUpdate(sql), segment).execute() == 0) return false;
    link(segment);
    return true;
  }

  /** Writers take turns, so that nobody takes the name between the question and the change. */
  @Override
  public boolean update(AudienceSegment segment) {
    String sql =
        """
        UPDATE segment SET account_id = :accountId, retailer_id = :retailerId, name = :name, description = :description,
          type = :type, definition = :definition, created_at = :createdAt, updated_at = :updatedAt,
          created_by_id = :createdById, sharing = :sharing, shared_with = :sharedWith,
          shared_statistics = :sharedStatistics
        WHERE id = :id
          AND NOT EXISTS (SELECT 1 FROM segment WHERE account_id = :accountId AND name = :name AND id != :id)
        """;
    if (bind(handle.createUpdate(sql), segment).execute() == 0) return false;
    handle.execute("DELETE FROM segment_account WHERE segment_id = ?", segment.id());
    link(segment);
    return true;
  }

  private void link(AudienceSegment segment) {
    if (segment.sharing().accountIds().isEmpty()) return;
    handle.execute(
        "INSERT INTO segment_account (segment_id, account_id) SELECT ?, ids.value FROM (%s) AS ids"
            .formatted(dialect.integersOf("?")),
        segment.id(),
        Columns.json(segment.sharing().accountIds()));
  }

  private static Update bind(Update update, AudienceSegment segment) {
    return update
        .bind("id", segment.id())
        .bind("accountId", segment.accountId())
        .bind("retailerId", segment.retailerId())
        .bind("name", segment.name())
        .bind("description", segment.description())
        .bind("type", SegmentType.of(segment.definition()).name())
        .bind("definition", DefinitionJson.encode(segment.definition()))
        .bind("createdAt", Columns.micros(segment.createdAt()))
        .bind("updatedAt", Columns.micros(segment.updatedAt()))
        .bind("createdById", segment.createdById())
        .bind("sharing", segment.sharing().status().name())
        .bind("sharedWith", Columns.json(segment.sharing().accountIds()))
        .bind("sharedStatistics", segment.sharing().statistics());
  }

  @Override
  public void delete(long id) {
    handle.execute("DELETE FROM segment WHERE id = ?", id);
  }

  @Override
  public Optional<AudienceSegment> find(long id) {
    return handle
        .select("SELECT * FROM segment WHERE id = ?", id)
        .map(SqlSegmentTable::segment)
        .findOne();
  }

  @Override
  public Optional<AudienceSegment> named(long accountId, String name) {
    if (!Columns.storable(name)) return Optional.empty();
    return handle
        .select("SELECT * FROM segment WHERE account_id = ? AND name = ?", accountId, name)
        .map(SqlSegmentTable::segment)
        .findOne();
  }

  @Override
  public Page<AudienceSegment> search(long accountId, SegmentFilter filter, int offset, int limit) {
    Optional<Set<String>> types =
        filter
            .types()
            .map(wanted -> wanted.stream().map(SegmentType::name).collect(Collectors.toSet()));
    return new Conditions(dialect)
        .usableBy(accountId)
        .ids("id IN (%s)", filter.segmentIds())
        .ids("retailer_id IN (%s)", filter.retailerIds())
        .texts("type IN (%s)", types)
        .texts("name IN (%s)", filter.names())
        .page(handle, "segment", SqlSegmentTable::segment, offset, limit);
  }

  @Override
  public List<AudienceSegment> ofRetailer(long retailerId) {
    return handle
        .select("SELECT * FROM segment WHERE retailer_id = ? ORDER BY id", retailerId)
        .map(SqlSegmentTable::segment)
        .list();
  }

  @Override
  public Set<Long> ids() {
    return handle
        .select("SELECT id FROM segment")
        .mapTo(long.class)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static AudienceSegment segment(ResultSet row, StatementContext context)
      throws SQLException {
    return new AudienceSegment(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getLong("retailer_id"),
        row.getString("name"),
        row.getString("description"),
        DefinitionJson.decode(
            SegmentType.valueOf(row.getString("type")), row.getString("definition")),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        Columns.longOrNull(row, "created_by_id"),
        new Sharing(
            Sharing.Status.valueOf(row.getString("sharing")),
            Columns.ids(row, "shared_with"),
            row.getBoolean("shared_statistics")));
  }
}
