package dev.rollcall.storage.sql;

import dev.rollcall.audience.AnswerTable;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.RetryKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.core.type.TypeReference;

/** Answers in SQL. */
record SqlAnswerTable(Handle handle) implements AnswerTable {
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  @Override
  public void put(KeptAnswer answer) {
    RetryKey key = answer.retry();
    handle.execute(
        "DELETE FROM answer WHERE application_id = ? AND key_hi = ? AND key_lo = ?",
        answer.applicationId(),
        key.keyHi(),
        key.keyLo());
    handle.execute(
        """
        INSERT INTO answer (application_id, key_hi, key_lo, body_hi, body_lo, answered_at, status, headers, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        answer.applicationId(),
        key.keyHi(),
        key.keyLo(),
        key.bodyHi(),
        key.bodyLo(),
        Columns.micros(answer.at()),
        answer.status(),
        Columns.JSON.writeValueAsString(answer.headers()),
        answer.body());
  }

  @Override
  public Optional<KeptAnswer> find(long applicationId, long keyHi, long keyLo) {
    return handle
        .select(
            "SELECT * FROM answer WHERE application_id = ? AND key_hi = ? AND key_lo = ?",
            applicationId,
            keyHi,
            keyLo)
        .map(SqlAnswerTable::answer)
        .findOne();
  }

  @Override
  public int deleteBefore(Instant moment, int limit) {
    String sql =
        """
        DELETE FROM answer WHERE (application_id, key_hi, key_lo) IN
          (SELECT application_id, key_hi, key_lo FROM answer WHERE answered_at < ? ORDER BY answered_at LIMIT ?)
        """;
    return handle.execute(sql, Columns.micros(moment), limit);
  }

  private static KeptAnswer answer(ResultSet row, StatementContext context) throws SQLException {
    return new KeptAnswer(
        row.getLong("application_id"),
        new RetryKey(
            row.getLong("key_hi"),
            row.getLong("key_lo"),
            row.getLong("body_hi"),
            row.getLong("body_lo")),
        Columns.instant(row, "answered_at"),
        row.getInt("status"),
        Columns.JSON.readValue(row.getString("headers"), TEXTS),
        row.getBytes("body"));
  }
}
