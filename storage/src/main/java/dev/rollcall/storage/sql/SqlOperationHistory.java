package dev.rollcall.storage.sql;

import dev.rollcall.audience.Effect;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.Operation.Kind;
import dev.rollcall.audience.history.OperationHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Operations in the catalog's database. They are no part of the catalog: its version stays as it
 * is.
 */
final class SqlOperationHistory implements OperationHistory {
  private final Database database;

  SqlOperationHistory(Database database) {
    this.database = database;
  }

  @Override
  public long position() {
    return database.read(handle ->
        handle.createQuery("SELECT coalesce(max(id), 0) FROM operation").mapTo(long.class).one());
  }

  @Override
  public void append(List<Operation> operations) {
    if (operations.isEmpty()) return;
    database.write(handle -> insert(handle, operations));
  }

  private static int insert(Handle handle, List<Operation> operations) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO operation (id, retailer_id, segment_id, account_id, application_id, kind, about, accepted_at,
              valid, invalid, gained, lost, size_after, retry_key_hi, retry_key_lo, retry_body_hi, retry_body_lo)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """);
    for (Operation operation : operations) {
      RetryKey retry = operation.retry();
      batch.add(
          operation.id(),
          operation.retailerId(),
          operation.segmentId(),
          operation.accountId(),
          operation.applicationId(),
          operation.kind().name(),
          operation.about(),
          Columns.micros(operation.at()),
          operation.valid(),
          operation.invalid(),
          operation.effect().gained(),
          operation.effect().lost(),
          operation.effect().size(),
          retry == null ? null : (Long) retry.keyHi(),
          retry == null ? null : (Long) retry.keyLo(),
          retry == null ? null : (Long) retry.bodyHi(),
          retry == null ? null : (Long) retry.bodyLo());
    }
    batch.execute();
    return operations.size();
  }

  @Override
  public Optional<Operation> find(long id) {
    return database.read(handle ->
        handle
            .select("SELECT * FROM operation WHERE id = ?", id)
            .map(SqlOperationHistory::operation)
            .findOne());
  }

  @Override
  public List<Operation> after(long id, int limit) {
    return database.read(handle ->
        handle
            .select("SELECT * FROM operation WHERE id > ? ORDER BY id LIMIT ?", id, limit)
            .map(SqlOperationHistory::operation)
            .list());
  }

  @Override
  public Page<Operation> list(long segmentId, Instant since, int offset, int limit) {
    String rows = " FROM operation WHERE segment_id = ? AND accepted_at >= ?";
    long from = micros(since);
    return database.read(handle ->
        new Page<>(
            handle
                .select(
                    "SELECT *" + rows + " ORDER BY id DESC LIMIT ? OFFSET ?",
                    segmentId,
                    from,
                    limit,
                    offset)
                .map(SqlOperationHistory::operation)
                .list(),
            handle.select("SELECT count(*)" + rows, segmentId, from).mapTo(long.class).one()));
  }

  private static long micros(Instant time) {
    return Objects.requireNonNull(Columns.micros(time));
  }

  @Override
  public List<Operation> upTo(long segmentId, long id, int limit) {
    String sql =
        "SELECT * FROM operation WHERE segment_id = ? AND id <= ? ORDER BY id DESC LIMIT ?";
    return database.read(handle ->
        handle.select(sql, segmentId, id, limit).map(SqlOperationHistory::operation).list());
  }

  @Override
  public Optional<Operation> keyed(long applicationId, long keyHi, long keyLo) {
    String sql =
        "SELECT * FROM operation WHERE retry_key_hi = ? AND retry_key_lo = ? AND application_id = ?"
            + " ORDER BY id DESC LIMIT 1";
    return database.read(handle ->
        handle
            .select(sql, keyHi, keyLo, applicationId)
            .map(SqlOperationHistory::operation)
            .findOne());
  }

  @Override
  public int forgetKeys(Instant before, int limit) {
    String sql =
        """
        UPDATE operation SET retry_key_hi = NULL, retry_key_lo = NULL, retry_body_hi = NULL, retry_body_lo = NULL
        WHERE id IN
          (SELECT id FROM operation WHERE retry_key_hi IS NOT NULL AND accepted_at < ? ORDER BY accepted_at LIMIT ?)
        """;
    return database.<Integer>write(handle -> handle.execute(sql, micros(before), limit));
  }

  @Override
  public OptionalLong lastAt(long segmentId, Instant moment) {
    String sql =
        "SELECT id FROM operation WHERE segment_id = ? AND accepted_at <= ? ORDER BY id DESC LIMIT"
            + " 1";
    return database
        .read(handle -> handle.select(sql, segmentId, micros(moment)).mapTo(Long.class).findOne())
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  private static Operation operation(ResultSet row, StatementContext context) throws SQLException {
    return new Operation(
        row.getLong("id"),
        row.getLong("retailer_id"),
        row.getLong("segment_id"),
        row.getLong("account_id"),
        row.getLong("application_id"),
        Kind.valueOf(row.getString("kind")),
        row.getLong("about"),
        Columns.instant(row, "accepted_at"),
        row.getLong("valid"),
        row.getLong("invalid"),
        new Effect(row.getLong("gained"), row.getLong("lost"), row.getLong("size_after")),
        retry(row));
  }

  private static @Nullable RetryKey retry(ResultSet row) throws SQLException {
    Long keyHi = Columns.longOrNull(row, "retry_key_hi");
    return keyHi == null
        ? null
        : new RetryKey(
            keyHi,
            row.getLong("retry_key_lo"),
            row.getLong("retry_body_hi"),
            row.getLong("retry_body_lo"));
  }
}
