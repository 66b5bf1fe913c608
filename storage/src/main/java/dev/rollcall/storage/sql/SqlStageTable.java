package dev.rollcall.storage.sql;

import dev.rollcall.audience.Stage;
import dev.rollcall.audience.StageTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Stages in SQL. */
record SqlStageTable(Handle handle) implements StageTable {
  @Override
  public void insert(Stage stage) {
    handle
        .createUpdate(
            """
            INSERT INTO stage (id, segment_id, account_id, retailer_id, application_id, opened_at, expires_at)
            VALUES (:id, :segmentId, :accountId, :retailerId, :applicationId, :openedAt, :expiresAt)
            """)
        .bind("id", stage.id())
        .bind("segmentId", stage.segmentId())
        .bind("accountId", stage.accountId())
        .bind("retailerId", stage.retailerId())
        .bind("applicationId", stage.applicationId())
        .bind("openedAt", Columns.micros(stage.openedAt()))
        .bind("expiresAt", Columns.micros(stage.expiresAt()))
        .execute();
  }

  @Override
  public void delete(long id) {
    handle.execute("DELETE FROM stage WHERE id = ?", id);
  }

  @Override
  public Optional<Stage> find(long id) {
    return handle
        .select("SELECT * FROM stage WHERE id = ?", id)
        .map(SqlStageTable::stage)
        .findOne();
  }

  @Override
  public List<Stage> list() {
    return handle.select("SELECT * FROM stage ORDER BY id").map(SqlStageTable::stage).list();
  }

  private static Stage stage(ResultSet row, StatementContext context) throws SQLException {
    return new Stage(
        row.getLong("id"),
        row.getLong("segment_id"),
        row.getLong("account_id"),
        row.getLong("retailer_id"),
        row.getLong("application_id"),
        Columns.instant(row, "opened_at"),
        Columns.instant(row, "expires_at"));
  }
}
