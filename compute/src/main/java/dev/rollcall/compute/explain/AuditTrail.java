package dev.rollcall.compute.explain;

import dev.rollcall.audience.Page;
import dev.rollcall.identity.Identifier;
import java.time.Instant;

/** The durable record of who asked about which shopper. Lines are added and never changed. */
public interface AuditTrail {
  /**
   * Adds a line, durable when this returns.
   *
   * @param subject a sealed key
   */
  Asked add(
      Instant at,
      long applicationId,
      long accountId,
      long retailerId,
      long audienceId,
      Identifier subject);

  /** The lines about an account's audiences, newest first. */
  Page<Asked> list(long accountId, int offset, int limit);
}
