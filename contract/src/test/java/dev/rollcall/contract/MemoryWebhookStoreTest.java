package dev.rollcall.contract;

import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.compute.webhook.MemoryWebhookStore;
import dev.rollcall.compute.webhook.WebhookStore;

final class MemoryWebhookStoreTest extends WebhookStoreContract {
  private final JoiningCatalog catalog = new JoiningCatalog(new MemoryCatalog());

  @Override
  protected WebhookStore open() {
    return new MemoryWebhookStore(catalog);
  }

  @Override
  protected JoiningCatalog catalog() {
    return catalog;
  }
}
