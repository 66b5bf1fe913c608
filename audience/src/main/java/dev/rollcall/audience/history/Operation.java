package dev.rollcall.audience.history;

import dev.rollcall.audience.Effect;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.RetryKey;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log as its history tells it.
 *
 * @param id the record's position in the log
 * @param segmentId the contact list or the stage it is about; 0 when it is about none
 * @param accountId whose list that is; 0 when it is nobody's, or was not any more
 * @param applicationId who asked; 0 when the server did
 * @param about the operation that was undone, or whose list was restored; 0 for others
 * @param valid identifiers of the request that were taken
 * @param invalid identifiers of the request that were refused
 * @param retry what tells its request sent again; null when it has no key, or not any more
 */
public record Operation(
    long id,
    long retailerId,
    long segmentId,
    long accountId,
    long applicationId,
    Kind kind,
    long about,
    Instant at,
    long valid,
    long invalid,
    Effect effect,
    @Nullable RetryKey retry) {
  /** The operation of a request without a key. */
  public Operation(
      long id,
      long retailerId,
      long segmentId,
      long accountId,
      long applicationId,
      Kind kind,
      long about,
      Instant at,
      long valid,
      long invalid,
      Effect effect) {
    this(
        id,
        retailerId,
        segmentId,
        accountId,
        applicationId,
        kind,
        about,
        at,
        valid,
        invalid,
        effect,
        null);
  }

  /** What an operation does. */
  public enum Kind {
    ADD,
    REMOVE,
    CLEAR,
    REPLACE,
    UNDO,
    RESTORE,
    /** The list goes with its segment. */
    DROP,
    /** Rows of an identity graph. */
    LINK,
    /** Shoppers known from events only. */
    MEET;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The operation of a record, nobody's as yet. */
  static Operation of(long position, LogRecord record, Effect effect) {
    Kind kind =
        switch (record) {
          case LogRecord.Amend amend -> amend.add() ? Kind.ADD : Kind.REMOVE;
          case LogRecord.Clear clear -> Kind.CLEAR;
          case LogRecord.Merge merge ->
              switch (merge.reason()) {
                case REPLACE -> Kind.REPLACE;
                case UNDO -> Kind.UNDO;
                case RESTORE -> Kind.RESTORE;
              };
          case LogRecord.Drop drop -> Kind.DROP;
          case LogRecord.Link link -> Kind.LINK;
          case LogRecord.Meet meet -> Kind.MEET;
        };
    long valid =
        switch (record) {
          case LogRecord.Amend amend -> amend.keys().size();
          case LogRecord.Link link -> link.rows().size();
          case LogRecord.Meet meet -> meet.keys().size();
          case LogRecord.Clear clear -> 0;
          case LogRecord.Merge merge -> 0;
          case LogRecord.Drop drop -> 0;
        };
    return new Operation(
        position,
        record.retailerId(),
        record.segmentId(),
        0,
        record.applicationId(),
        kind,
        record instanceof LogRecord.Merge merge ? merge.about() : 0,
        record.at(),
        valid,
        record instanceof LogRecord.Amend amend ? amend.refused().size() : 0,
        effect,
        record.retry());
  }

  Operation of(long account) {
    return new Operation(
        id,
        retailerId,
        segmentId,
        account,
        applicationId,
        kind,
        about,
        at,
        valid,
        invalid,
        effect,
        retry);
  }

  /** The same, its key forgotten. */
  Operation withoutKey() {
    return new Operation(
        id,
        retailerId,
        segmentId,
        accountId,
        applicationId,
        kind,
        about,
        at,
        valid,
        invalid,
        effect);
  }

  /** What the list held before, as this left it. */
  public long sizeBefore() {
    return effect.size() - effect.gained() + effect.lost();
  }

  /** Identifiers the request brought. */
  public long received() {
    return valid + invalid;
  }
}
