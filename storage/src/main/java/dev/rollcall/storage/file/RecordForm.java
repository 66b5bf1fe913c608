package dev.rollcall.storage.file;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogRecord.Merge.Reason;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import dev.rollcall.identity.RefusedIdentifiers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * The form of a record in the log, little-endian: a head of {@value #HEAD_BYTES} bytes {kind 1,
 * type 1, flags 2, n 4, retailer 8, segment 8, application 8, seconds 8, nanoseconds 4, bytes of
 * the refused 4}; if flagged, the {@value #RETRY_BYTES} bytes of the retry key; the three ids of a
 * merge; n keys of 16 bytes; for rows of a graph n marks; the refused. Each part is filled up to a
 * multiple of eight. The first records written had neither flags nor refused, zeros in their place.
 */
final class RecordForm {
  private static final int HEAD_BYTES = 48;
  private static final int RETRY_BYTES = 32;
  private static final int MERGE_BYTES = 24;
  private static final int KEY_BYTES = 16;
  private static final byte ADD = 1;
  private static final byte REMOVE = 2;
  private static final byte CLEAR = 3;
  private static final byte DROP = 4;
  private static final byte LINK = 5;
  private static final byte MERGE = 6;
  private static final byte MEET = 7;
  private static final short HAS_RETRY = 1;
  private static final Reason[] REASONS = {Reason.REPLACE, Reason.UNDO, Reason.RESTORE};

  private RecordForm() {}

  /** The bytes that {@link #write} will write, a multiple of eight. */
  static long bytes(LogRecord record) {
    long body =
        switch (record) {
          case LogRecord.Amend amend ->
              (long) amend.keys().size() * KEY_BYTES + filled(amend.refused().packed().length);
          case LogRecord.Clear _, LogRecord.Drop _ -> 0;
          case LogRecord.Merge _ -> MERGE_BYTES;
          case LogRecord.Link link ->
              (long) link.rows().size() * KEY_BYTES + filled(link.rows().size());
          case LogRecord.Meet meet -> (long) meet.keys().size() * KEY_BYTES;
        };
    return HEAD_BYTES + (record.retry() == null ? 0 : RETRY_BYTES) + body;
  }

  static void write(LogRecord record, ByteBuffer out) {
    switch (record) {
      case LogRecord.Amend amend -> {
        int n = amend.keys().size();
        byte[] refused = amend.refused().packed();
        byte kind = amend.add() ? ADD : REMOVE;
        head(out, kind, amend.type().code(), n, amend, refused.length);
        keys(out, amend.keys().packed(), n);
        bytes(out, refused);
      }
      case LogRecord.Clear clear -> head(out, CLEAR, 0, 0, clear, 0);
      case LogRecord.Merge merge -> {
        head(out, MERGE, List.of(REASONS).indexOf(merge.reason()), 0, merge, 0);
        out.putLong(merge.about()).putLong(merge.added()).putLong(merge.removed());
      }
      case LogRecord.Drop drop -> head(out, DROP, 0, 0, drop, 0);
      case LogRecord.Link link -> {
        int n = link.rows().size();
        head(out, LINK, 0, n, link, 0);
        keys(out, link.rows().packed(), n);
        bytes(out, link.rows().marks());
      }
      case LogRecord.Meet meet -> {
        head(out, MEET, 0, meet.keys().size(), meet, 0);
        keys(out, meet.keys().packed(), meet.keys().size());
      }
    }
  }

  private static void head(
      ByteBuffer out, byte kind, int type, int n, LogRecord record, int refusedBytes) {
    RetryKey retry = record.retry();
    Instant at = record.at();
    out.put(kind).put((byte) type).putShort(retry == null ? 0 : HAS_RETRY).putInt(n);
    out.putLong(record.retailerId()).putLong(record.segmentId()).putLong(record.applicationId());
    out.putLong(at.getEpochSecond()).putInt(at.getNano()).putInt(refusedBytes);
    if (retry != null) {
      out.putLong(retry.keyHi()).putLong(retry.keyLo());
      out.putLong(retry.bodyHi()).putLong(retry.bodyLo());
    }
  }

  private static void keys(ByteBuffer out, long[] packed, int n) {
    out.asLongBuffer().put(packed, 0, 2 * n);
    out.position(out.position() + n * KEY_BYTES);
  }

  private static void bytes(ByteBuffer out, byte[] bytes) {
    out.put(bytes).put(new byte[filled(bytes.length) - bytes.length]);
  }

  /**
   * Reads one record and moves behind it.
   *
   * @throws RuntimeException when the bytes are no record of this version
   */
  static LogRecord read(ByteBuffer in) {
    byte kind = in.get();
    int type = in.get();
    short flags = in.getShort();
    int n = in.getInt();
    long retailer = in.getLong();
    long segment = in.getLong();
    long application = in.getLong();
    Instant at = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int refusedBytes = in.getInt();
    if ((flags & ~HAS_RETRY) != 0) throw new IllegalArgumentException("unknown flags " + flags);
    RetryKey retry =
        flags == 0 ? null : new RetryKey(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    return switch (kind) {
      case ADD, REMOVE ->
          new LogRecord.Amend(
              retailer,
              segment,
              application,
              at,
              kind == ADD,
              IdentifierType.ofCode(type),
              new IdentifierKeys(keys(in, n), n),
              new RefusedIdentifiers(bytes(in, refusedBytes)),
              retry);
      case CLEAR -> new LogRecord.Clear(retailer, segment, application, at, retry);
      case MERGE ->
          new LogRecord.Merge(
              retailer,
              segment,
              application,
              at,
              REASONS[type],
              in.getLong(),
              in.getLong(),
              in.getLong(),
              retry);
      case DROP -> new LogRecord.Drop(retailer, segment, application, at, retry);
      case LINK -> {
        long[] packed = keys(in, n);
        IdentityRows rows = new IdentityRows(bytes(in, n), packed);
        yield new LogRecord.Link(retailer, application, at, rows, retry);
      }
      case MEET -> new LogRecord.Meet(retailer, at, new IdentifierKeys(keys(in, n), n));
      default -> throw new IllegalArgumentException("no kind of record has number " + kind);
    };
  }

  /** Moves behind a record without reading it. */
  static void skip(ByteBuffer in) {
    int start = in.position();
    byte kind = in.get(start);
    long n = in.getInt(start + 4);
    long bytes = HEAD_BYTES + n * KEY_BYTES + filled(in.getInt(start + 44));
    if (in.getShort(start + 2) != 0) bytes += RETRY_BYTES;
    if (kind == LINK) bytes += filled((int) n);
    if (kind == MERGE) bytes += MERGE_BYTES;
    in.position(Math.toIntExact(start + bytes));
  }

  private static long[] keys(ByteBuffer in, int n) {
    long[] packed = new long[2 * n];
    in.asLongBuffer().get(packed);
    in.position(in.position() + n * KEY_BYTES);
    return packed;
  }

  private static byte[] bytes(ByteBuffer in, int n) {
    byte[] bytes = new byte[n];
    in.get(bytes).position(in.position() + filled(n) - n);
    return bytes;
  }

  private static int filled(int bytes) {
    return (bytes + 7) & -8;
  }
}
