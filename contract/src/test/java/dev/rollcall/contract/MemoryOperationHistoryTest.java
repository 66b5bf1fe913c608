package dev.rollcall.contract;

import dev.rollcall.audience.history.MemoryOperationHistory;
import dev.rollcall.audience.history.OperationHistory;

final class MemoryOperationHistoryTest extends OperationHistoryContract {
  @Override
  protected OperationHistory open() {
    return new MemoryOperationHistory();
  }
}
