package dev.rollcall.storage.file;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the log: the records that one force of the disk made durable. Its head of {@value
 * #HEAD_BYTES} bytes is {magic 8, first position 8, count 4, bytes of the records 4, CRC-32C 4,
 * nothing 4}, little-endian; the checksum covers the head before it and the records. Frames begin
 * at multiples of {@value #ALIGNMENT}.
 *
 * @param end where the next frame begins
 */
public record Frame(long first, int count, ByteBuffer records, int end) {
  public static final int HEAD_BYTES = 32;
  public static final int ALIGNMENT = 8;
  private static final long MAGIC = 0x3130_4d52_4643_52f5L; // a byte no text has, then RCFRM01
  private static final int CRC_AT = 24;

  /** Fills in the head in front of the records, which end where the buffer does. */
  public static void seal(ByteBuffer frame, long first, int count) {
    int bytes = frame.limit() - HEAD_BYTES;
    frame.putLong(0, MAGIC).putLong(8, first).putInt(16, count).putInt(20, bytes);
    frame.putInt(CRC_AT, crc(frame, 0, frame.limit())).putInt(CRC_AT + 4, 0);
  }

  /** What the head says of a frame that may not be whole. */
  record Head(long first, int count, int end) {}

  /** The head of the frame that begins here, unchecked, or null when none does. */
  static @Nullable Head headAt(ByteBuffer file, int offset) {
    if (file.limit() - offset < HEAD_BYTES || file.getLong(offset) != MAGIC) {
      return null;
    }
    int bytes = file.getInt(offset + 20);
    if (bytes < 0 || bytes > file.limit() - offset - HEAD_BYTES) {
      return null;
    }
    int end = offset + HEAD_BYTES + bytes;
    return new Head(file.getLong(offset + 8), file.getInt(offset + 16), end);
  }

  /** The frame that begins here, or null when none does that is whole. */
  public static @Nullable Frame at(ByteBuffer file, int offset) {
    Head head = headAt(file, offset);
    if (head == null || file.getInt(offset + CRC_AT) != crc(file, offset, head.end)) {
      return null;
    }
    int from = offset + HEAD_BYTES;
    ByteBuffer records = file.slice(from, head.end - from).order(file.order());
    return new Frame(head.first, head.count, records, head.end);
  }

  private static int crc(ByteBuffer buffer, int offset, int end) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.slice(offset, CRC_AT));
    crc.update(buffer.slice(offset + HEAD_BYTES, end - offset - HEAD_BYTES));
    return (int) crc.getValue();
  }

  public long last() {
    return first + count - 1;
  }
}
