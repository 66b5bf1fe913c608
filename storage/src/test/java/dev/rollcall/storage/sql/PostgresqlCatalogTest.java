package dev.rollcall.storage.sql;

final class PostgresqlCatalogTest extends SqlCatalogContract {
  private final String database = PostgresqlServer.emptyDatabase();

  @Override
  String location() {
    return database;
  }

  @Override
  String withoutTables() {
    return PostgresqlServer.databaseWithoutTables();
  }
}
