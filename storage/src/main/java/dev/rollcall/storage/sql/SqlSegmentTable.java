package dev.rollcall.storage.sql;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.SegmentFilter;
import dev.rollcall.audience.SegmentTable;
import dev.rollcall.audience.SegmentType;
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

/** Segments in SQL. */
record SqlSegmentTable(Handle handle, Dialect dialect) implements SegmentTable {
  @Override
  public boolean insert(AudienceSegment segment) {
    String sql =
        """
        INSERT INTO segment (id, account_id, retailer_id, name, description, type, definition, created_at, updated_at,
          created_by_id)
        VALUES (:id, :accountId, :retailerId, :name, :description, :type, :definition, :createdAt, :updatedAt,
          :createdById)
        ON CONFLICT (account_id, name) DO NOTHING
        """;
    return bind(handle.createUpdate(sql), segment).execute() == 1;
  }

  /** Writers take turns, so that nobody takes the name between the question and the change. */
  @Override
  public boolean update(AudienceSegment segment) {
    String sql =
        """
        UPDATE segment SET account_id = :accountId, retailer_id = :retailerId, name = :name, description = :description,
          type = :type, definition = :definition, created_at = :createdAt, updated_at = :updatedAt,
          created_by_id = :createdById
        WHERE id = :id
          AND NOT EXISTS (SELECT 1 FROM segment WHERE account_id = :accountId AND name = :name AND id != :id)
        """;
    return bind(handle.createUpdate(sql), segment).execute() == 1;
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
        .bind("createdById", segment.createdById());
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
  public Page<AudienceSegment> search(long accountId, SegmentFilter filter, int offset, int limit) {
    Optional<Set<String>> types =
        filter
            .types()
            .map(wanted -> wanted.stream().map(SegmentType::name).collect(Collectors.toSet()));
    return new Conditions(dialect)
        .id("account_id", accountId)
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
        Columns.longOrNull(row, "created_by_id"));
  }
}
