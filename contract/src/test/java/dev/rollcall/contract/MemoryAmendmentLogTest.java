package dev.rollcall.contract;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.MemoryAmendmentLog;

class MemoryAmendmentLogTest extends AmendmentLogContract {
  @Override
  protected AmendmentLog open(AmendmentLog.Follower follower) {
    return new MemoryAmendmentLog(follower);
  }
}
