package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import dev.rollcall.identity.RefusedIdentifiers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one retailer's population, as the amendment log keeps it: sealed keys,
 * never raw identifiers. Its position in the log is the id of the operation it is the record of.
 */
public sealed interface LogRecord {
  long retailerId();

  /** The contact list it is about; 0 when it is about none. */
  long segmentId();

  /** Who asked; 0 when the server did. */
  long applicationId();

  /** When it was accepted. */
  Instant at();

  /** What tells its request sent again; null when the sender gave it no key. */
  @Nullable RetryKey retry();

  /**
   * Identifiers put on a contact list, or taken off it.
   *
   * @param add whether they are put on the list
   * @param refused those of the request that are none, beside the keys of those that are
   */
  record Amend(
      long retailerId,
      long segmentId,
      long applicationId,
      Instant at,
      boolean add,
      IdentifierType type,
      IdentifierKeys keys,
      RefusedIdentifiers refused,
      @Nullable RetryKey retry)
      implements LogRecord {
    /** An amendment none of whose identifiers was refused, of a request without a key. */
    public Amend(
        long retailerId,
        long segmentId,
        long applicationId,
        Instant at,
        boolean add,
        IdentifierType type,
        IdentifierKeys keys) {
      this(
          retailerId, segmentId, applicationId, at, add, type, keys, RefusedIdentifiers.NONE, null);
    }
  }

  /** All identifiers taken off a contact list. */
  record Clear(
      long retailerId, long segmentId, long applicationId, Instant at, @Nullable RetryKey retry)
      implements LogRecord {
    /** The clear of a request without a key. */
    public Clear(long retailerId, long segmentId, long applicationId, Instant at) {
      this(retailerId, segmentId, applicationId, at, null);
    }
  }

  /**
   * What was staged for a contact list done to it at once. A stage is a list that nobody sees,
   * under an id of its own; it is gone with this record. When none of the stages is there, nothing
   * happens.
   *
   * @param about the operation undone, or the one whose list is restored; 0 for a replacement
   * @param added the stage of what is put on the list, 0 for none; all of it that remains when it
   *     is replaced
   * @param removed the stage of what is taken off it, 0 for none
   */
  record Merge(
      long retailerId,
      long segmentId,
      long applicationId,
      Instant at,
      Reason reason,
      long about,
      long added,
      long removed,
      @Nullable RetryKey retry)
      implements LogRecord {
    /** Why a list takes what was staged. */
    public enum Reason {
      REPLACE,
      UNDO,
      RESTORE
    }

    /** Whether nothing else remains on the list. */
    public boolean whole() {
      return reason == Reason.REPLACE;
    }
  }

  /** A contact list gone with its segment, or a stage with what it was for. */
  record Drop(
      long retailerId, long segmentId, long applicationId, Instant at, @Nullable RetryKey retry)
      implements LogRecord {
    /** A list that the server lets go of. */
    public Drop(long retailerId, long segmentId, Instant at) {
      this(retailerId, segmentId, 0, at, null);
    }
  }

  /**
   * Identifiers of shoppers that events put into segments. Each is a user from now on where there
   * is no identity graph, as one on a list is; where there is one, nothing happens.
   */
  record Meet(long retailerId, Instant at, IdentifierKeys keys) implements LogRecord {
    @Override
    public long segmentId() {
      return 0;
    }

    @Override
    public long applicationId() {
      return 0;
    }

    @Override
    public @Nullable RetryKey retry() {
      return null;
    }
  }

  /** A part of the retailer's identity graph. */
  record Link(
      long retailerId, long applicationId, Instant at, IdentityRows rows, @Nullable RetryKey retry)
      implements LogRecord {
    /** The rows of a request without a key. */
    public Link(long retailerId, long applicationId, Instant at, IdentityRows rows) {
      this(retailerId, applicationId, at, rows, null);
    }

    @Override
    public long segmentId() {
      return 0;
    }
  }
}
