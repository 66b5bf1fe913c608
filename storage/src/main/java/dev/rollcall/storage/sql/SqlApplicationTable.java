package dev.rollcall.storage.sql;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.ApplicationTable;
import dev.rollcall.audience.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Applications in SQL. */
record SqlApplicationTable(Handle handle) implements ApplicationTable {
  @Override
  public void put(Application application) {
    if (findByClientId(application.clientId())
        .filter(other -> other.id() != application.id())
        .isPresent()) throw new IllegalStateException("another application has this client id");
    OptionalInt rate = application.requestsPerMinute();
    handle.execute("DELETE FROM application WHERE id = ?", application.id());
    handle
        .createUpdate(
            """
            INSERT INTO application (id, organization_id, name, client_id, secret_hash, permissions, account_ids,
              requests_per_minute, enabled)
            VALUES (:id, :organizationId, :name, :clientId, :secretHash, :permissions, :accountIds,
              :requestsPerMinute, :enabled)
            """)
        .bind("id", application.id())
        .bind("organizationId", application.organizationId())
        .bind("name", application.name())
        .bind("clientId", application.clientId())
        .bind("secretHash", application.secretHash())
        .bind(
            "permissions",
            Columns.json(
                application.permissions().stream().map(Permission::name).sorted().toList()))
        .bind("accountIds", Columns.json(application.accountIds()))
        .bind("requestsPerMinute", rate.isPresent() ? (Integer) rate.getAsInt() : null)
        .bind("enabled", application.enabled())
        .execute();
  }

  @Override
  public Optional<Application> find(long id) {
    return handle
        .select("SELECT * FROM application WHERE id = ?", id)
        .map(SqlApplicationTable::application)
        .findOne();
  }

  @Override
  public Optional<Application> findByClientId(String clientId) {
    if (!Columns.storable(clientId)) return Optional.empty();
    return handle
        .select("SELECT * FROM application WHERE client_id = ?", clientId)
        .map(SqlApplicationTable::application)
        .findOne();
  }

  @Override
  public List<Application> list() {
    return handle
        .select("SELECT * FROM application ORDER BY id")
        .map(SqlApplicationTable::application)
        .list();
  }

  private static Application application(ResultSet row, StatementContext context)
      throws SQLException {
    @Nullable Integer rate = Columns.intOrNull(row, "requests_per_minute");
    return new Application(
        row.getLong("id"),
        row.getInt("organization_id"),
        row.getString("name"),
        row.getString("client_id"),
        row.getString("secret_hash"),
        Columns.texts(row, "permissions").stream()
            .map(Permission::valueOf)
            .collect(Collectors.toSet()),
        Columns.ids(row, "account_ids"),
        rate == null ? OptionalInt.empty() : OptionalInt.of(rate),
        row.getBoolean("enabled"));
  }
}
