package dev.rollcall.storage.sql;

import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.contract.OperationHistoryContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

final class PostgresqlOperationHistoryTest extends OperationHistoryContract {
  private @Nullable SqlCatalog catalog;

  @Override
  protected OperationHistory open() {
    catalog = SqlCatalog.open(PostgresqlServer.emptyDatabase());
    return catalog.operations();
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
