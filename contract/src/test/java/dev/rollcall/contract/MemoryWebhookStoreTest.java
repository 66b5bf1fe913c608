package dev.rollcall.contract;

import dev.rollcall.compute.webhook.MemoryWebhookStore;
import dev.rollcall.compute.webhook.WebhookStore;

final class MemoryWebhookStoreTest extends WebhookStoreContract {
  @Override
  protected WebhookStore open() {
    return new MemoryWebhookStore();
  }
}
