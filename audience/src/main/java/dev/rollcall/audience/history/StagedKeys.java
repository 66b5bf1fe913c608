package dev.rollcall.audience.history;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;

/** Puts keys on a hidden list, as many in a record as in the largest amendment. */
final class StagedKeys implements PastLists.Sink {
  private final AmendmentLog log;
  private final long retailerId;
  private final long stageId;
  private final IdentifierType type;
  private final Instant at;
  private long[] packed = new long[2 * ContactLists.MAX_IDENTIFIERS];
  private int size;

  StagedKeys(AmendmentLog log, long retailerId, long stageId, IdentifierType type, Instant at) {
    this.log = log;
    this.retailerId = retailerId;
    this.stageId = stageId;
    this.type = type;
    this.at = at;
  }

  @Override
  public void accept(long hi, long lo) {
    packed[2 * size] = hi;
    packed[2 * size + 1] = lo;
    if (++size == ContactLists.MAX_IDENTIFIERS) flush();
  }

  /** Makes durable what has come. */
  void flush() {
    if (size == 0) return;
    IdentifierKeys keys = new IdentifierKeys(packed, size);
    log.appendAndWait(new LogRecord.Amend(retailerId, stageId, 0, at, true, type, keys));
    packed = new long[packed.length];
    size = 0;
  }
}
