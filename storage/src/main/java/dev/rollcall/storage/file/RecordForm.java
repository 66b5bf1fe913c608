package dev.rollcall.storage.file;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRows;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The form of a record in the log, little-endian: a head of {@value #HEAD_BYTES} bytes {kind 1,
 * type 1, nothing 2, n 4, retailer 8, segment 8, application 8, seconds 8, nanoseconds 4, nothing
 * 4}, n keys of 16 bytes, and for rows of a graph n marks, filled up to a multiple of eight.
 */
final class RecordForm {
  private static final int HEAD_BYTES = 48;
  private static final int KEY_BYTES = 16;
  private static final byte ADD = 1;
  private static final byte REMOVE = 2;
  private static final byte CLEAR = 3;
  private static final byte DROP = 4;
  private static final byte LINK = 5;

  private RecordForm() {}

  /** The bytes that {@link #write} will write, a multiple of eight. */
  static long bytes(LogRecord record) {
    return switch (record) {
      case LogRecord.Amend amend -> HEAD_BYTES + (long) amend.keys().size() * KEY_BYTES;
      case LogRecord.Clear _, LogRecord.Drop _ -> HEAD_BYTES;
      case LogRecord.Link link ->
          HEAD_BYTES + (long) link.rows().size() * KEY_BYTES + filled(link.rows().size());
    };
  }

  static void write(LogRecord record, ByteBuffer out) {
    switch (record) {
      case LogRecord.Amend amend -> {
        int n = amend.keys().size();
        head(out, amend.add() ? ADD : REMOVE, amend.type().code(), n, amend.retailerId());
        origin(out, amend.segmentId(), amend.applicationId(), amend.at());
        keys(out, amend.keys().packed(), n);
      }
      case LogRecord.Clear clear -> {
        head(out, CLEAR, 0, 0, clear.retailerId());
        origin(out, clear.segmentId(), clear.applicationId(), clear.at());
      }
      case LogRecord.Drop drop -> {
        head(out, DROP, 0, 0, drop.retailerId());
        origin(out, drop.segmentId(), 0, drop.at());
      }
      case LogRecord.Link link -> {
        int n = link.rows().size();
        head(out, LINK, 0, n, link.retailerId());
        origin(out, 0, link.applicationId(), link.at());
        keys(out, link.rows().packed(), n);
        out.put(link.rows().marks()).put(new byte[filled(n) - n]);
      }
    }
  }

  private static void head(ByteBuffer out, byte kind, int type, int n, long retailerId) {
    out.put(kind).put((byte) type).putShort((short) 0).putInt(n).putLong(retailerId);
  }

  private static void origin(ByteBuffer out, long segmentId, long applicationId, Instant at) {
    out.putLong(segmentId).putLong(applicationId);
    out.putLong(at.getEpochSecond()).putInt(at.getNano()).putInt(0);
  }

  private static void keys(ByteBuffer out, long[] packed, int n) {
    out.asLongBuffer().put(packed, 0, 2 * n);
    out.position(out.position() + n * KEY_BYTES);
  }

  /**
   * Reads one record and moves behind it.
   *
   * @throws RuntimeException when the bytes are no record of this version
   */
  static LogRecord read(ByteBuffer in) {
    byte kind = in.get();
    int type = in.get();
    in.getShort();
    int n = in.getInt();
    long retailerId = in.getLong();
    long segmentId = in.getLong();
    long applicationId = in.getLong();
    Instant at = Instant.ofEpochSecond(in.getLong(), in.getInt());
    in.getInt();
    return switch (kind) {
      case ADD, REMOVE ->
          new LogRecord.Amend(
              retailerId,
              segmentId,
              applicationId,
              at,
              kind == ADD,
              IdentifierType.ofCode(type),
              new IdentifierKeys(keys(in, n), n));
      case CLEAR -> new LogRecord.Clear(retailerId, segmentId, applicationId, at);
      case DROP -> new LogRecord.Drop(retailerId, segmentId, at);
      case LINK -> {
        long[] packed = keys(in, n);
        byte[] marks = new byte[n];
        in.get(marks).position(in.position() + filled(n) - n);
        yield new LogRecord.Link(retailerId, applicationId, at, new IdentityRows(marks, packed));
      }
      default -> throw new IllegalArgumentException("no kind of record has number " + kind);
    };
  }

  private static long[] keys(ByteBuffer in, int n) {
    long[] packed = new long[2 * n];
    in.asLongBuffer().get(packed);
    in.position(in.position() + n * KEY_BYTES);
    return packed;
  }

  private static int filled(int bytes) {
    return (bytes + 7) & -8;
  }
}
