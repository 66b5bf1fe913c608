package dev.rollcall.storage.sql;

import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.RetailerTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Retailers in SQL. */
record SqlRetailerTable(Handle handle) implements RetailerTable {
  @Override
  public void put(Retailer retailer) {
    handle.execute("DELETE FROM retailer WHERE id = ?", retailer.id());
    handle
        .createUpdate(
            "INSERT INTO retailer (id, name, publication, key_salt) VALUES (:id, :name, :publication, :keySalt)")
        .bind("id", retailer.id())
        .bind("name", retailer.name())
        .bind("publication", retailer.publication().name())
        .bind("keySalt", retailer.keySalt())
        .execute();
  }

  @Override
  public Optional<Retailer> find(long id) {
    return handle
        .select("SELECT * FROM retailer WHERE id = ?", id)
        .map(SqlRetailerTable::retailer)
        .findOne();
  }

  @Override
  public List<Retailer> list() {
    return handle
        .select("SELECT * FROM retailer ORDER BY id")
        .map(SqlRetailerTable::retailer)
        .list();
  }

  private static Retailer retailer(ResultSet row, StatementContext context) throws SQLException {
    return new Retailer(
        row.getLong("id"),
        row.getString("name"),
        Publication.valueOf(row.getString("publication")),
        row.getString("key_salt"));
  }
}
