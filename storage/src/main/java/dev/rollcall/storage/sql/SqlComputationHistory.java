package dev.rollcall.storage.sql;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Page;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.Counts;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.ComputationHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Computations in the catalog's database. They are no part of the catalog: its version stays as it
 * is.
 */
final class SqlComputationHistory implements ComputationHistory {
  private final Database database;

  SqlComputationHistory(Database database) {
    this.database = database;
  }

  @Override
  public void put(Computation computation) {
    database.write(handle -> put(handle, computation));
  }

  @Override
  public void put(Computation computation, KeptAnswer answer) {
    database.write(handle -> {
      new SqlAnswerTable(handle).put(answer);
      return put(handle, computation);
    });
  }

  private static int put(Handle handle, Computation computation) {
    Counts counts = computation.counts();
    handle.execute("DELETE FROM computation WHERE id = ?", computation.id());
    return handle
        .createUpdate(
            """
            INSERT INTO computation (id, started_by, state, requested_at, started_at, finished_at, cut_off, retailers,
              segments, audiences, changed_segments, changed_audiences, snapshot_id, failure)
            VALUES (:id, :startedBy, :state, :requestedAt, :startedAt, :finishedAt, :cutOff, :retailers,
              :segments, :audiences, :changedSegments, :changedAudiences, :snapshotId, :failure)
            """)
        .bind("id", computation.id())
        .bind("startedBy", computation.trigger().name())
        .bind("state", computation.state().name())
        .bind("requestedAt", Columns.micros(computation.requestedAt()))
        .bind("startedAt", Columns.micros(computation.startedAt()))
        .bind("finishedAt", Columns.micros(computation.finishedAt()))
        .bind("cutOff", computation.cutOff())
        .bind("retailers", counts == null ? null : (Integer) counts.retailers())
        .bind("segments", counts == null ? null : (Integer) counts.segments())
        .bind("audiences", counts == null ? null : (Integer) counts.audiences())
        .bind("changedSegments", counts == null ? null : (Integer) counts.changedSegments())
        .bind("changedAudiences", counts == null ? null : (Integer) counts.changedAudiences())
        .bind("snapshotId", computation.snapshotId())
        .bind("failure", computation.failure())
        .execute();
  }

  @Override
  public void publish(Publication latest, Optional<KeptAnswer> answer) {
    database.write(handle -> {
      answer.ifPresent(new SqlAnswerTable(handle)::put);
      return handle.execute(
          "UPDATE catalog_state SET published_number = ?, published_snapshot = ?",
          latest.number(),
          latest.snapshotId());
    });
  }

  @Override
  public Publication published() {
    String sql = "SELECT published_number, published_snapshot FROM catalog_state";
    return database.read(handle ->
        handle
            .createQuery(sql)
            .map((row, context) ->
                new Publication(row.getLong("published_number"), row.getLong("published_snapshot")))
            .one());
  }

  @Override
  public Optional<Computation> find(long id) {
    String sql = "SELECT * FROM computation WHERE id = ?";
    return database.read(
        handle -> handle.select(sql, id).map(SqlComputationHistory::computation).findOne());
  }

  @Override
  public Page<Computation> list(int offset, int limit) {
    String sql = "SELECT * FROM computation ORDER BY id DESC LIMIT ? OFFSET ?";
    return database.read(handle -> {
      List<Computation> items =
          handle.select(sql, limit, offset).map(SqlComputationHistory::computation).list();
      return new Page<>(
          items, handle.select("SELECT count(*) FROM computation").mapTo(long.class).one());
    });
  }

  @Override
  public List<Computation> after(long id, int limit) {
    String sql = "SELECT * FROM computation WHERE id > ? ORDER BY id LIMIT ?";
    return database.read(
        handle -> handle.select(sql, id, limit).map(SqlComputationHistory::computation).list());
  }

  @Override
  public Optional<Instant> lastScheduled() {
    String sql =
        "SELECT requested_at FROM computation WHERE started_by = ? AND state = ? ORDER BY"
            + " requested_at DESC LIMIT 1";
    return database.read(handle ->
        handle
            .select(sql, Trigger.SCHEDULED.name(), State.SUCCEEDED.name())
            .map((row, context) -> Columns.instant(row, "requested_at"))
            .findOne());
  }

  @Override
  public void retainChanges(int count) {
    String sql =
        """
        DELETE FROM computation WHERE id IN (
          SELECT id FROM computation WHERE started_by = ? AND finished_at IS NOT NULL
          ORDER BY id DESC LIMIT ? OFFSET ?)
        """;
    database.write(handle -> handle.execute(sql, Trigger.CHANGE.name(), Integer.MAX_VALUE, count));
  }

  @Override
  public Instant firstStart(Instant now) {
    String sql =
        """
        UPDATE catalog_state SET first_started_at = coalesce(first_started_at, ?)
        RETURNING first_started_at
        """;
    return database.write(handle ->
        handle
            .createQuery(sql)
            .bind(0, Columns.micros(now))
            .map((row, context) -> Columns.instant(row, "first_started_at"))
            .one());
  }

  private static Computation computation(ResultSet row, StatementContext context)
      throws SQLException {
    return new Computation(
        row.getLong("id"),
        Trigger.valueOf(row.getString("started_by")),
        State.valueOf(row.getString("state")),
        Columns.instant(row, "requested_at"),
        Columns.instantOrNull(row, "started_at"),
        Columns.instantOrNull(row, "finished_at"),
        Columns.longOrNull(row, "cut_off"),
        counts(row),
        Columns.longOrNull(row, "snapshot_id"),
        row.getString("failure"));
  }

  private static @Nullable Counts counts(ResultSet row) throws SQLException {
    if (Columns.intOrNull(row, "retailers") == null) return null;
    return new Counts(
        row.getInt("retailers"),
        row.getInt("segments"),
        row.getInt("audiences"),
        row.getInt("changed_segments"),
        row.getInt("changed_audiences"));
  }
}
