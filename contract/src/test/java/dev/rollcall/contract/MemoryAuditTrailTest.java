package dev.rollcall.contract;

import dev.rollcall.compute.explain.AuditTrail;
import dev.rollcall.compute.explain.MemoryAuditTrail;

final class MemoryAuditTrailTest extends AuditTrailContract {
  @Override
  protected AuditTrail open() {
    return new MemoryAuditTrail();
  }
}
