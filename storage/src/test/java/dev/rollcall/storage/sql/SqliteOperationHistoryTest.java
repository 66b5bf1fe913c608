package dev.rollcall.storage.sql;

import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.contract.OperationHistoryContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteOperationHistoryTest extends OperationHistoryContract {
  @TempDir Path folder;
  private @Nullable SqlCatalog catalog;

  @Override
  protected OperationHistory open() {
    catalog = SqlCatalog.open(folder.resolve("catalog.db").toString());
    return catalog.operations();
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
