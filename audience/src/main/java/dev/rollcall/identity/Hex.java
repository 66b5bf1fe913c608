package dev.rollcall.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Hexadecimal digits of either case, in ASCII. */
final class Hex {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

  /** The value of each byte as a digit; negative for bytes that are none. */
  private static final byte[] VALUE = new byte[256];

  static {
    Arrays.fill(VALUE, (byte) -1);
    for (int value = 0; value < 16; value++) {
      VALUE[DIGITS[value]] = (byte) value;
      VALUE[Character.toUpperCase(DIGITS[value])] = (byte) value;
    }
  }

  private Hex() {}

  /** Whether all of {@code text[from, from + length)} are digits. */
  static boolean isHex(byte[] text, int from, int length) {
    int all = 0;
    for (int i = from; i < from + length; i++) {
      all |= VALUE[text[i] & 0xff];
    }
    return all >= 0;
  }

  /** The number that 16 digits write, the first one the most significant. */
  static long decode(byte[] text, int from) {
    long value = 0;
    for (int i = from; i < from + 16; i++) {
      value = (value << 4) | VALUE[text[i] & 0xff];
    }
    return value;
  }

  /** Writes each byte as two lower-case digits. */
  static void encode(byte[] bytes, int length, byte[] into) {
    for (int i = 0; i < length; i++) {
      into[2 * i] = DIGITS[(bytes[i] >> 4) & 0xf];
      into[2 * i + 1] = DIGITS[bytes[i] & 0xf];
    }
  }
}
