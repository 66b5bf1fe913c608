package dev.rollcall.contract;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.MemoryComputationHistory;

final class MemoryComputationHistoryTest extends ComputationHistoryContract {
  private final MemoryCatalog catalog = new MemoryCatalog();

  @Override
  protected ComputationHistory open() {
    return new MemoryComputationHistory(catalog);
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }
}
