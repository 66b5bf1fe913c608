package dev.rollcall.storage.sql;

import dev.rollcall.audience.Page;
import dev.rollcall.compute.explain.Asked;
import dev.rollcall.compute.explain.AuditTrail;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * An audit trail in the catalog's database. It is no part of the catalog: its version stays as it
 * is.
 */
final class SqlAuditTrail implements AuditTrail {
  private final Database database;

  SqlAuditTrail(Database database) {
    this.database = database;
  }

  @Override
  public Asked add(
      Instant at,
      long applicationId,
      long accountId,
      long retailerId,
      long audienceId,
      Identifier subject) {
    return database.write(handle -> {
      long id =
          handle
              .createQuery("SELECT coalesce(max(id), 0) + 1 FROM explanation")
              .mapTo(long.class)
              .one();
      Asked asked = new Asked(id, at, applicationId, accountId, retailerId, audienceId, subject);
      insert(handle, asked);
      return asked;
    });
  }

  private static void insert(Handle handle, Asked asked) {
    handle.execute(
        """
        INSERT INTO explanation (id, asked_at, application_id, account_id, retailer_id, audience_id, identifier_type,
          subject_hi, subject_lo)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        asked.id(),
        Columns.micros(asked.at()),
        asked.applicationId(),
        asked.accountId(),
        asked.retailerId(),
        asked.audienceId(),
        asked.subject().type().name(),
        asked.subject().hi(),
        asked.subject().lo());
  }

  @Override
  public Page<Asked> list(long accountId, int offset, int limit) {
    String rows = " FROM explanation WHERE account_id = ?";
    return database.read(handle ->
        new Page<>(
            handle
                .select(
                    "SELECT *" + rows + " ORDER BY id DESC LIMIT ? OFFSET ?",
                    accountId,
                    limit,
                    offset)
                .map(SqlAuditTrail::asked)
                .list(),
            handle.select("SELECT count(*)" + rows, accountId).mapTo(long.class).one()));
  }

  private static Asked asked(ResultSet row, StatementContext context) throws SQLException {
    return new Asked(
        row.getLong("id"),
        Columns.instant(row, "asked_at"),
        row.getLong("application_id"),
        row.getLong("account_id"),
        row.getLong("retailer_id"),
        row.getLong("audience_id"),
        new Identifier(
            IdentifierType.valueOf(row.getString("identifier_type")),
            row.getLong("subject_hi"),
            row.getLong("subject_lo")));
  }
}
