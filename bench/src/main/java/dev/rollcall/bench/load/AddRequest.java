package dev.rollcall.bench.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;

/**
 * A request that adds identifiers to a list, whose identifiers are numbered in place: 2 ns an
 * identifier, and memory for one request however many are sent.
 */
public final class AddRequest {
  /** Digits of an identifier's number. */
  private static final int DIGITS = 9;

  /** Numbers below this have an identifier. */
  public static final long NUMBERS = 1_000_000_000L;

  private static final int[] FOUR_DIGITS = new int[10_000];

  static {
    for (int i = 0; i < FOUR_DIGITS.length; i++) {
      byte[] digits = "%04d".formatted(i).getBytes(StandardCharsets.US_ASCII);
      FOUR_DIGITS[i] = ByteBuffer.wrap(digits).getInt();
    }
  }

  private final ByteBuffer bytes;
  private final int firstDigit;
  private final int stride;
  private final int count;

  /**
   * A request of so many identifiers.
   *
   * @param path the route of the list
   */
  public AddRequest(String path, String token, Kind kind, int count) {
    String first = "\"" + kind.before();
    String after = kind.after() + "\",";
    this.stride = first.length() + DIGITS + after.length();
    String open = "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[";
    String close = "]}}}";
    int length = open.length() + stride * count - 1 + close.length();
    byte[] head = Wire.head("POST", path, token, length).getBytes(StandardCharsets.US_ASCII);
    this.bytes = ByteBuffer.allocateDirect(head.length + length).order(ByteOrder.BIG_ENDIAN);
    this.firstDigit = head.length + open.length() + first.length();
    this.count = count;
    String entry = first + "0".repeat(DIGITS) + after;
    String identifiers = entry.repeat(count);
    bytes.put(head);
    bytes.put(
        (open + identifiers.substring(0, identifiers.length() - 1) + close)
            .getBytes(StandardCharsets.US_ASCII));
    bytes.flip();
  }

  /** Identifiers in the request. */
  public int count() {
    return count;
  }

  /** The request with the identifiers of the numbers that places {@code from} and on have. */
  public ByteBuffer of(long from, LongUnaryOperator numberAt) {
    int at = firstDigit;
    for (int i = 0; i < count; i++, at += stride) {
      long number = numberAt.applyAsLong(from + i);
      int high = (int) (number / 100_000_000);
      int low = (int) (number % 100_000_000);
      bytes.put(at, (byte) ('0' + high));
      bytes.putInt(at + 1, FOUR_DIGITS[low / 10_000]);
      bytes.putInt(at + 5, FOUR_DIGITS[low % 10_000]);
    }
    return bytes.clear();
  }
}
