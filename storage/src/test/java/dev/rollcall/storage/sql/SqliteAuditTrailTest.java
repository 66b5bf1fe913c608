package dev.rollcall.storage.sql;

import dev.rollcall.compute.explain.AuditTrail;
import dev.rollcall.contract.AuditTrailContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuditTrailTest extends AuditTrailContract {
  @TempDir Path folder;
  private @Nullable SqlCatalog catalog;

  @Override
  protected AuditTrail open() {
    catalog = SqlCatalog.open(folder.resolve("catalog.db").toString());
    return catalog.auditTrail();
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
