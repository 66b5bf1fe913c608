package dev.rollcall.storage.sql;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountTable;
import dev.rollcall.audience.AccountType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Accounts in SQL. */
record SqlAccountTable(Handle handle) implements AccountTable {
  @Override
  public void put(Account account) {
    handle.execute("DELETE FROM account WHERE id = ?", account.id());
    handle
        .createUpdate(
            """
            INSERT INTO account (id, name, type, countries, currency, time_zone, retailer_ids)
            VALUES (:id, :name, :type, :countries, :currency, :timeZone, :retailerIds)
            """)
        .bind("id", account.id())
        .bind("name", account.name())
        .bind("type", account.type().name())
        .bind("countries", Columns.json(account.countries()))
        .bind("currency", account.currency())
        .bind("timeZone", account.timeZone())
        .bind("retailerIds", Columns.json(account.retailerIds()))
        .execute();
  }

  @Override
  public Optional<Account> find(long id) {
    return handle
        .select("SELECT * FROM account WHERE id = ?", id)
        .map(SqlAccountTable::account)
        .findOne();
  }

  @Override
  public List<Account> list() {
    return handle.select("SELECT * FROM account ORDER BY id").map(SqlAccountTable::account).list();
  }

  private static Account account(ResultSet row, StatementContext context) throws SQLException {
    return new Account(
        row.getLong("id"),
        row.getString("name"),
        AccountType.valueOf(row.getString("type")),
        Columns.texts(row, "countries"),
        row.getString("currency"),
        row.getString("time_zone"),
        Columns.ids(row, "retailer_ids"));
  }
}
