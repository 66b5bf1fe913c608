package dev.rollcall.compute.explain;

import dev.rollcall.audience.Page;
import dev.rollcall.identity.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An audit trail that is forgotten with the process; for tests and tries. */
public final class MemoryAuditTrail implements AuditTrail {
  private final List<Asked> lines = new ArrayList<>();

  @Override
  public synchronized Asked add(
      Instant at,
      long applicationId,
      long accountId,
      long retailerId,
      long audienceId,
      Identifier subject) {
    Asked asked =
        new Asked(lines.size() + 1, at, applicationId, accountId, retailerId, audienceId, subject);
    lines.add(asked);
    return asked;
  }

  @Override
  public synchronized Page<Asked> list(long accountId, int offset, int limit) {
    List<Asked> found =
        lines.reversed().stream().filter(asked -> asked.accountId() == accountId).toList();
    return new Page<>(found.stream().skip(offset).limit(limit).toList(), found.size());
  }
}
