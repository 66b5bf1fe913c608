package dev.rollcall.storage.sql;

import dev.rollcall.audience.Catalog;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.contract.ComputationHistoryContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

final class PostgresqlComputationHistoryTest extends ComputationHistoryContract {
  private @Nullable SqlCatalog catalog;

  @Override
  protected ComputationHistory open() {
    catalog = SqlCatalog.open(PostgresqlServer.emptyDatabase());
    return catalog.computations();
  }

  @Override
  protected Catalog catalog() {
    return Objects.requireNonNull(catalog);
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
