package dev.rollcall.contract;

import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.MemoryShoppingEvents;

class MemoryShoppingEventsTest extends EventStoreContract {
  @Override
  protected EventStore open() {
    return new MemoryShoppingEvents(answers::add);
  }
}
