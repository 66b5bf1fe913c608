package dev.rollcall.contract;

import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.MemoryComputationHistory;

final class MemoryComputationHistoryTest extends ComputationHistoryContract {
  @Override
  protected ComputationHistory open() {
    return new MemoryComputationHistory();
  }
}
