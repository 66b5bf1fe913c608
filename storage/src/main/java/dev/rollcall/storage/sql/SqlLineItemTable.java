package dev.rollcall.storage.sql;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.LineItemTable;
import dev.rollcall.audience.Targeting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Line items in SQL: the targeting whole in the row, and its audiences in a table of their own to
 * be found by.
 */
record SqlLineItemTable(Handle handle, Dialect dialect) implements LineItemTable {
  @Override
  public void put(LineItem lineItem) {
    String audienceIds = Columns.json(lineItem.targeting().audienceIds());
    handle.execute(
        "DELETE FROM line_item WHERE id = ? AND account_id = ?",
        lineItem.id(),
        lineItem.accountId());
    handle
        .createUpdate(
            """
            INSERT INTO line_item (id, account_id, retailer_id, name, starts_at, ends_at, scope, audience_ids)
            VALUES (:id, :accountId, :retailerId, :name, :startsAt, :endsAt, :scope, :audienceIds)
            """)
        .bind("id", lineItem.id())
        .bind("accountId", lineItem.accountId())
        .bind("retailerId", lineItem.retailerId())
        .bind("name", lineItem.name())
        .bind("startsAt", Columns.micros(lineItem.start()))
        .bind("endsAt", Columns.micros(lineItem.end()))
        .bind("scope", lineItem.targeting().scope().name())
        .bind("audienceIds", audienceIds)
        .execute();
    handle.execute(
        "INSERT INTO line_item_audience (line_item_id, account_id, audience_id) SELECT ?, ?, ids.value FROM (%s) AS ids"
            .formatted(dialect.integersOf("?")),
        lineItem.id(),
        lineItem.accountId(),
        audienceIds);
  }

  @Override
  public List<LineItem> withId(long id) {
    return handle
        .select("SELECT * FROM line_item WHERE id = ? ORDER BY account_id", id)
        .map(SqlLineItemTable::lineItem)
        .list();
  }

  @Override
  public List<LineItem> ofRetailer(long retailerId) {
    return handle
        .select("SELECT * FROM line_item WHERE retailer_id = ? ORDER BY id, account_id", retailerId)
        .map(SqlLineItemTable::lineItem)
        .list();
  }

  @Override
  public List<LineItem> list() {
    return handle
        .select("SELECT * FROM line_item ORDER BY id, account_id")
        .map(SqlLineItemTable::lineItem)
        .list();
  }

  @Override
  public List<Long> targeting(long audienceId) {
    return handle
        .select(
            "SELECT line_item_id FROM line_item_audience WHERE audience_id = ? ORDER BY line_item_id",
            audienceId)
        .mapTo(long.class)
        .list();
  }

  private static LineItem lineItem(ResultSet row, StatementContext context) throws SQLException {
    return new LineItem(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getLong("retailer_id"),
        row.getString("name"),
        Columns.instantOrNull(row, "starts_at"),
        Columns.instantOrNull(row, "ends_at"),
        new Targeting(
            Targeting.Scope.valueOf(row.getString("scope")), Columns.ids(row, "audience_ids")));
  }
}
