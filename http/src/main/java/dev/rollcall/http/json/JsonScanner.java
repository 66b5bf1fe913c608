package dev.rollcall.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the bytes of a JSON document, for bodies whose strings are looked at where they
 * lie. It goes over what is surely valid JSON and declines everything else by returning false, for
 * a complete parser to judge from the beginning; after that it is of no more use.
 *
 * <p>Strings are looked through eight bytes at a time and copied nowhere, which takes 30 ns less
 * for one of 30 to 60 characters than a token stream that hands out its characters.
 */
public final class JsonScanner {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  /** Containers within containers that are skipped, at most; parsers refuse a few hundred. */
  private static final int MAX_DEPTH = 100;

  /** Characters of a number or a name that are read, at most; parsers refuse a thousand digits. */
  private static final int MAX_SHORT = 100;

  private final byte[] bytes;
  private final int length;
  private int at;
  private int from;
  private int to;
  private boolean escaped;

  /** At the beginning of the document in {@code bytes[0, length)}. */
  public JsonScanner(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
    boolean marked = length >= 3 && bytes[0] == (byte) 0xef;
    this.at = marked && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf ? 3 : 0;
  }

  /** Goes past white space. */
  private int next() {
    while (at < length
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) at++;
    return at < length ? bytes[at] : -1;
  }

  /** Whether nothing but white space is left. */
  public boolean atEnd() {
    return next() < 0 && at == length;
  }

  /** Goes past this character if it is the next one after white space. */
  public boolean take(char punctuation) {
    if (next() != punctuation) return false;
    at++;
    return true;
  }

  /** The next byte after white space, which tells what value begins there; negative at the end. */
  public int peek() {
    return next();
  }

  /** Goes past a string, which then lies in {@code [from, to)}. */
  public boolean string() {
    if (!take('"')) return false;
    from = at;
    escaped = false;
    for (int last = length - 8; at <= last; at += 8) {
      long word = (long) WORD.get(bytes, at);
      // What is subtracted borrows from the byte above only where it has hit: the lowest is true.
      long special = zeros(word ^ '"' * EACH) | zeros(word ^ '\\' * EACH);
      long below = (word - ' ' * EACH) & ~word;
      long hits = (special | below | word) & HIGH;
      if (hits != 0) {
        at += Long.numberOfTrailingZeros(hits) >>> 3;
        break;
      }
    }
    return stringEnd();
  }

  /** Sets the high bit of the lowest byte that is zero, and of some above it. */
  private static long zeros(long word) {
    return (word - EACH) & ~word;
  }

  /** Goes to the end of a string byte by byte, past the first of them that is not plain. */
  private boolean stringEnd() {
    for (; at < length; at++) {
      byte b = bytes[at];
      if (b == '"') {
        to = at++;
        return true;
      }
      if (b == '\\') {
        escaped = true;
        at++;
      } else if (b >= 0 && b < ' ') {
        return false;
      }
    }
    return false;
  }

  /** Where the last string or number begins. */
  public int from() {
    return from;
  }

  /** Where the last string or number ends. */
  public int to() {
    return to;
  }

  /** Whether the last string has escapes, so that {@link #text} is to be asked for what it says. */
  public boolean escaped() {
    return escaped;
  }

  /** What the last string says; null when it is not surely valid. */
  public @Nullable String text() {
    String raw;
    try {
      raw = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    return escaped ? unescaped(raw) : raw;
  }

  private static @Nullable String unescaped(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\') {
        int meant = escape(raw, ++i);
        if (meant < 0) return null;
        if (raw.charAt(i) == 'u') i += 4;
        c = (char) meant;
      }
      text.append(c);
    }
    return text.toString();
  }

  /** The character that is written after a backslash; negative when there is none. */
  private static int escape(String raw, int at) {
    return switch (raw.charAt(at)) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 5 > raw.length()) yield -1;
        int code = 0;
        for (int i = at + 1; i < at + 5; i++) {
          char c = raw.charAt(i);
          int digit = c < 0x80 ? Character.digit(c, 16) : -1;
          if (digit < 0) yield -1;
          code = code << 4 | digit;
        }
        yield code;
      }
      default -> -1;
    };
  }

  /** Goes past a member's name and its colon; null when they are not surely valid. */
  public @Nullable String name() {
    if (!string() || to - from > MAX_SHORT) return null;
    String name = text();
    return take(':') ? name : null;
  }

  /** Goes past a number, which then lies in {@code [from, to)} as it is written. */
  public boolean number() {
    next();
    from = at;
    here('-');
    boolean valid = (here('0') || digits()) && fraction() && exponent();
    to = at;
    return valid && to - from <= MAX_SHORT;
  }

  private boolean fraction() {
    return !here('.') || digits();
  }

  private boolean exponent() {
    if (!here('e') && !here('E')) return true;
    if (!here('+')) here('-');
    return digits();
  }

  /** Goes past this character if it is the very next one. */
  private boolean here(char c) {
    if (at == length || bytes[at] != c) return false;
    at++;
    return true;
  }

  private boolean digits() {
    int start = at;
    while (at < length && bytes[at] >= '0' && bytes[at] <= '9') at++;
    return at > start;
  }

  /** Goes past this word if it is next. */
  public boolean literal(String word) {
    next();
    int end = at + word.length();
    if (end > length) return false;
    for (int i = 0; i < word.length(); i++) if (bytes[at + i] != word.charAt(i)) return false;
    at = end;
    return true;
  }

  /** What to do at the value of a member; false to decline. */
  @FunctionalInterface
  public interface Members {
    boolean value(String name);
  }

  /** Goes past an object, whose values are gone past by the one given. */
  public boolean object(Members members) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      String name = name();
      if (name == null || !members.value(name)) return false;
    } while (take(','));
    return take('}');
  }

  /** Goes past any value. */
  public boolean skip() {
    return skip(MAX_DEPTH);
  }

  private boolean skip(int depth) {
    return switch (next()) {
      case '"' -> string() && text() != null;
      case '{' -> depth > 0 && object(name -> skip(depth - 1));
      case '[' -> depth > 0 && skipArray(depth - 1);
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    };
  }

  private boolean skipArray(int depth) {
    take('[');
    if (take(']')) return true;
    do {
      if (!skip(depth)) return false;
    } while (take(','));
    return take(']');
  }
}
