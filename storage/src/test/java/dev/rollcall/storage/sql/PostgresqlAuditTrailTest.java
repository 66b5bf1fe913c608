package dev.rollcall.storage.sql;

import dev.rollcall.compute.explain.AuditTrail;
import dev.rollcall.contract.AuditTrailContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

final class PostgresqlAuditTrailTest extends AuditTrailContract {
  private @Nullable SqlCatalog catalog;

  @Override
  protected AuditTrail open() {
    catalog = SqlCatalog.open(PostgresqlServer.emptyDatabase());
    return catalog.auditTrail();
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
