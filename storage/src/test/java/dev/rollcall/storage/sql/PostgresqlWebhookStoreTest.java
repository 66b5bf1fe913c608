package dev.rollcall.storage.sql;

import dev.rollcall.compute.webhook.WebhookStore;
import dev.rollcall.contract.WebhookStoreContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

final class PostgresqlWebhookStoreTest extends WebhookStoreContract {
  private @Nullable SqlCatalog catalog;

  @Override
  protected WebhookStore open() {
    catalog = SqlCatalog.open(PostgresqlServer.emptyDatabase());
    return catalog.webhooks();
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
