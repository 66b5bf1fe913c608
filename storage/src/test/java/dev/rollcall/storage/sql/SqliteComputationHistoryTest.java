package dev.rollcall.storage.sql;

import dev.rollcall.audience.Catalog;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.contract.ComputationHistoryContract;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteComputationHistoryTest extends ComputationHistoryContract {
  @TempDir Path folder;
  private @Nullable SqlCatalog catalog;

  @Override
  protected ComputationHistory open() {
    catalog = SqlCatalog.open(folder.resolve("catalog.db").toString());
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
