package dev.rollcall.contract;

import dev.rollcall.compute.MemorySnapshotStore;
import dev.rollcall.compute.SnapshotStore;

class MemorySnapshotStoreTest extends SnapshotStoreContract {
  @Override
  protected SnapshotStore create() {
    return new MemorySnapshotStore();
  }
}
