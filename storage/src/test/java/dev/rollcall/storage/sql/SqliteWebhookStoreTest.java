package dev.rollcall.storage.sql;

import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.compute.webhook.WebhookStore;
import dev.rollcall.contract.WebhookStoreContract;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteWebhookStoreTest extends WebhookStoreContract {
  @TempDir Path folder;
  private @Nullable SqlCatalog catalog;

  @Override
  protected WebhookStore open() {
    catalog = SqlCatalog.open(folder.resolve("catalog.db").toString());
    return catalog.webhooks();
  }

  @Override
  protected JoiningCatalog catalog() {
    return new JoiningCatalog(Objects.requireNonNull(catalog));
  }

  @AfterEach
  void close() {
    if (catalog != null) catalog.close();
  }
}
