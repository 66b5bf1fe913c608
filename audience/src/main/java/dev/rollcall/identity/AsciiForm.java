package dev.rollcall.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The rules of {@link CanonicalForm} for plain ASCII bytes, eight at a time and almost without
 * branches. Each check recognises only values that are surely valid; whatever it does not recognise
 * is for the complete rules to judge.
 *
 * <p>In a word of eight ASCII bytes the high bits are free, so adding a constant to every byte
 * carries its comparison into the high bit without touching a neighbour. A byte that is not ASCII
 * may carry, and is itself the reason to decline.
 */
final class AsciiForm {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private static final char DELETE = 0x7f;

  /** Longest address taken: a bit for every character fits in a long. */
  static final int MAX_EMAIL = 64;

  private AsciiForm() {}

  /** Whether a byte is white space that trimming removes; all such bytes are below {@code '!'}. */
  static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Writes the address in lower case, if it is one of 8 to 64 characters; else false. */
  static boolean email(byte[] text, int from, int length, byte[] lower) {
    if (length < 8 || length > MAX_EMAIL) {
      return false;
    }
    long bad = 0;
    long ats = 0;
    long dots = 0;
    for (int i = 0; ; i = Math.min(i + 8, length - 8)) { // the last word overlaps the one before
      long word = (long) WORD.get(text, from + i);
      bad |= word | ~atLeast(word, '!') | atLeast(word, DELETE);
      ats |= marks(word, '@') << i;
      dots |= marks(word, '.') << i;
      long upper = atLeast(word, 'A') & ~atLeast(word, '[') & HIGH; // '[' follows 'Z'
      WORD.set(lower, i, word | (upper >>> 2));
      if (i == length - 8) {
        break;
      }
    }
    // Every bit is a character: the domain's dots neither begin it, nor end it, nor touch.
    long domainDots = dots & -(ats << 1);
    long afterDots = (domainDots | ats) << 1;
    boolean oneAtAfterSomething = Long.bitCount(ats) == 1 && ats != 1;
    boolean endsInLabel = domainDots >>> (length - 1) == 0;
    return (bad & HIGH) == 0
        && oneAtAfterSomething
        && domainDots != 0
        && (domainDots & afterDots) == 0
        && endsInLabel;
  }

  /** Writes the digits of a phone number and returns how many; 0 when it is not surely one. */
  static int phoneNumber(byte[] text, int from, int length, byte[] digits) {
    if (text[from] != '+') {
      return 0;
    }
    int count = 0;
    for (int i = from + 1; i < from + length; i++) {
      byte b = text[i];
      if (b >= '0' && b <= '9') {
        if (count == CanonicalForm.MAX_PHONE_DIGITS) {
          return 0;
        }
        digits[count++] = b;
      } else if (b != ' ' && b != '-' && b != '.' && b != '(' && b != ')' && b != '/') {
        return 0;
      }
    }
    return count >= 2 && digits[0] != '0' ? count : 0;
  }

  /** Writes the UUID in lower case, if it is one; else false. */
  static boolean uuid(byte[] text, int from, int length, byte[] lower) {
    boolean uuid =
        length == 36
            && text[from + 8] == '-'
            && text[from + 13] == '-'
            && text[from + 18] == '-'
            && text[from + 23] == '-'
            && Hex.isHex(text, from, 8)
            && Hex.isHex(text, from + 9, 4)
            && Hex.isHex(text, from + 14, 4)
            && Hex.isHex(text, from + 19, 4)
            && Hex.isHex(text, from + 24, 12);
    if (uuid) {
      lowerHex(text, from, 36, lower);
    }
    return uuid;
  }

  /** Writes hexadecimal digits and hyphens in lower case. */
  static void lowerHex(byte[] text, int from, int length, byte[] lower) {
    for (int i = 0; i < length; i++) {
      lower[i] = (byte) (text[from + i] | 0x20); // the bit is set in digits and hyphens already
    }
  }

  /** Whether all bytes are ASCII. */
  static boolean isAscii(byte[] text, int from, int length) {
    int all = 0;
    for (int i = from; i < from + length; i++) {
      all |= text[i];
    }
    return all >= 0;
  }

  /** Sets the high bit of every byte of an ASCII word that is {@code c} or above. */
  private static long atLeast(long word, char c) {
    return word + (0x80 - c) * EACH;
  }

  /** One bit, from the lowest, for every byte of an ASCII word that is {@code c}. */
  private static long marks(long word, char c) {
    long hits = ~atLeast(word ^ c * EACH, '\1') & HIGH;
    return ((hits >>> 7) * 0x0102040810204080L) >>> 56; // gathers bit 8i into bit i
  }
}
