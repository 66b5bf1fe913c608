package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import java.time.Instant;

/**
 * One thing that happened to one retailer's population, as the amendment log keeps it: sealed keys,
 * never raw identifiers.
 */
public sealed interface LogRecord {
  long retailerId();

  /** When it was accepted. */
  Instant at();

  /**
   * Identifiers put on a contact list, or taken off it.
   *
   * @param applicationId who asked
   * @param add whether they are put on the list
   */
  record Amend(
      long retailerId,
      long segmentId,
      long applicationId,
      Instant at,
      boolean add,
      IdentifierType type,
      IdentifierKeys keys)
      implements LogRecord {}

  /** All identifiers taken off a contact list. */
  record Clear(long retailerId, long segmentId, long applicationId, Instant at)
      implements LogRecord {}

  /** A contact list gone with its segment. */
  record Drop(long retailerId, long segmentId, Instant at) implements LogRecord {}

  /** A part of the retailer's identity graph. */
  record Link(long retailerId, long applicationId, Instant at, IdentityRows rows)
      implements LogRecord {}
}
