package dev.rollcall.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a value is reduced to, so that two spellings of one identifier get one digest. The rules are
 * written here once, on strings, complete and unhurried; {@link AsciiForm} repeats them for the
 * values that nearly every list is made of.
 */
sealed interface CanonicalForm {
  int MAX_EMAIL_LENGTH = 254;
  int MAX_OPAQUE_LENGTH = 256;
  int MAX_PHONE_DIGITS = 15;

  /** The value is the SHA-256 of a text that only its sender knows; its first 128 bits. */
  record Hashed(long hi, long lo) implements CanonicalForm {}

  /** The digest is the SHA-256 of this text. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Text(byte[] utf8) implements CanonicalForm {
    @Override
    public String toString() {
      return "Text[hidden]";
    }
  }

  /** The value is no identifier of its type. */
  record Invalid(InvalidIdentifier why) implements CanonicalForm {}

  /** The canonical form of any value of a type. */
  static CanonicalForm of(IdentifierType type, String value) {
    String text = Rules.trim(value);
    if (text.isEmpty()) {
      return new Invalid(InvalidIdentifier.BLANK);
    }
    return switch (type) {
      case EMAIL -> Rules.email(text);
      case PHONE_NUMBER -> Rules.phoneNumber(text);
      case USER_IDENTIFIER ->
          Rules.opaque(Rules.UUID.matcher(text).matches() ? Rules.lower(text) : text);
      case CUSTOMER_ID, IDENTITY_LINK -> Rules.opaque(text);
    };
  }

  /** The rules, type by type, on trimmed text that is not empty. */
  final class Rules {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern UUID =
        Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** One {@code @}, something before it, and after it labels between dots, at least two. */
    private static final Pattern ADDRESS = Pattern.compile("[^@]+@[^@.]+(\\.[^@.]+)+");

    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+[-0-9 .()/]+");

    private Rules() {}

    private static CanonicalForm email(String text) {
      if (SHA_256.matcher(text).matches()) {
        return hashed(text);
      }
      if (MD5.matcher(text).matches()) {
        // The graph knows an address by the SHA-256 of its MD5's digits too: both meet there.
        return text(lower(text));
      }
      if (text.codePointCount(0, text.length()) > MAX_EMAIL_LENGTH) {
        return new Invalid(InvalidIdentifier.TOO_LONG);
      }
      boolean address =
          text.codePoints().noneMatch(c -> isWhiteSpace(c) || Character.isISOControl(c))
              && ADDRESS.matcher(text).matches();
      return address ? text(lower(text)) : new Invalid(InvalidIdentifier.NOT_AN_EMAIL);
    }

    private static CanonicalForm phoneNumber(String text) {
      if (SHA_256.matcher(text).matches()) {
        return hashed(text);
      }
      String digits = text.replaceAll("[^0-9]", "");
      boolean number =
          PHONE_NUMBER.matcher(text).matches()
              && digits.length() >= 2
              && digits.length() <= MAX_PHONE_DIGITS
              && !digits.startsWith("0");
      return number ? text(digits) : new Invalid(InvalidIdentifier.NOT_A_PHONE_NUMBER);
    }

    private static CanonicalForm opaque(String text) {
      return text.codePointCount(0, text.length()) > MAX_OPAQUE_LENGTH
          ? new Invalid(InvalidIdentifier.TOO_LONG)
          : text(text);
    }

    private static Hashed hashed(String hex) {
      return new Hashed(
          Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }

    private static Text text(String canonical) {
      return new Text(canonical.getBytes(UTF_8));
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    private static String trim(String value) {
      int from = 0;
      int to = value.length();
      while (from < to && isWhiteSpace(value.charAt(from))) {
        from++;
      }
      while (from < to && isWhiteSpace(value.charAt(to - 1))) {
        to--;
      }
      return value.substring(from, to);
    }

    /** Unicode's White_Space, all of it in the first plane: Java's own notions each differ. */
    static boolean isWhiteSpace(int c) {
      return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }
  }
}
