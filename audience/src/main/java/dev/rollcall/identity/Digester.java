package dev.rollcall.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw values into 128-bit digests: the first half of the SHA-256 of the canonical form, as
 * two big-endian longs. Holds its own scratch, so it is not for use by two threads at once: one per
 * worker. No text that it makes shows anything of a value.
 */
public final class Digester {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Begins the SHA-256 of the empty text. */
  private static final long NOTHING_HI = 0xe3b0c44298fc1c14L;

  private static final long NOTHING_LO = 0x9afbf4c8996fb924L;

  /** Begins the SHA-256 of the digits of the MD5 of the empty text. */
  private static final long MD5_OF_NOTHING_HI = 0xf215faf9d88b7f0aL;

  private static final long MD5_OF_NOTHING_LO = 0x881632ee22459ee4L;

  private final MessageDigest sha256 = messageDigest("SHA-256");
  private final MessageDigest md5 = messageDigest("MD5");
  private final byte[] hash = new byte[32];
  private final byte[] scratch = new byte[AsciiForm.MAX_EMAIL];
  private @Nullable InvalidIdentifier lastInvalid;

  /**
   * The last e-mail address in canonical form, which is put to MD5 when all its forms are asked.
   */
  private byte[] address = scratch;

  private int addressLength;

  /**
   * Digests the value in {@code utf8[from, to)} into {@code out[at]} and {@code out[at + 1]}.
   *
   * @return null when that is done, else why the value is no identifier of the type; {@code out} is
   *     then left in any state
   */
  public @Nullable InvalidIdentifier digest(
      IdentifierType type, byte[] utf8, int from, int to, long[] out, int at) {
    int start = from;
    int end = to;
    while (start < end && AsciiForm.isSpace(utf8[start])) {
      start++;
    }
    while (start < end && AsciiForm.isSpace(utf8[end - 1])) {
      end--;
    }
    if (start < end && digestAscii(type, utf8, start, end - start, out, at)) {
      return checkNotOfNothing(type, out, at);
    }
    try {
      String value =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, start, end - start)).toString();
      return digestByRules(type, value, out, at);
    } catch (CharacterCodingException e) {
      return InvalidIdentifier.NOT_UTF8;
    }
  }

  /** Digests a value as the form on bytes does. A surrogate without its other half is not text. */
  public @Nullable InvalidIdentifier digest(IdentifierType type, String value, long[] out, int at) {
    byte[] utf8 = value.getBytes(UTF_8);
    boolean text = new String(utf8, UTF_8).equals(value); // half a pair is encoded as '?'
    return text ? digest(type, utf8, 0, utf8.length, out, at) : InvalidIdentifier.NOT_UTF8;
  }

  /**
   * Digests every form that lists may name an identifier by: an e-mail address in plain has two,
   * its own SHA-256 and that of its MD5's digits; anything else has one.
   *
   * @return how many digests were written from {@code out[at]}, two longs each; 0 when the value is
   *     invalid, and {@link #lastInvalid()} says why
   */
  public int digestForms(IdentifierType type, String value, long[] out, int at) {
    lastInvalid = digest(type, value, out, at);
    if (lastInvalid != null) {
      return 0;
    }
    if (type != IdentifierType.EMAIL || value.indexOf('@') < 0) {
      return 1; // only an address has an @: its hashes are digits
    }
    finish(md5, address, 0, addressLength);
    Hex.encode(hash, 16, scratch);
    sha256(scratch, 0, 32, out, at + 2);
    return 2;
  }

  /**
   * Why the last call of {@link #digestForms} returned 0.
   *
   * @throws IllegalStateException when it did not
   */
  public InvalidIdentifier lastInvalid() {
    if (lastInvalid == null) {
      throw new IllegalStateException("the last value was valid");
    }
    return lastInvalid;
  }

  /** Digests a trimmed value that the fast rules recognise; false for all others. */
  private boolean digestAscii(
      IdentifierType type, byte[] utf8, int from, int length, long[] out, int at) {
    return switch (type) {
      case EMAIL -> digestEmail(utf8, from, length, out, at);
      case PHONE_NUMBER -> {
        int digits = AsciiForm.phoneNumber(utf8, from, length, scratch);
        yield digits > 0
            ? sha256(scratch, 0, digits, out, at)
            : isSha256(utf8, from, length) && decode(utf8, from, out, at);
      }
      case USER_IDENTIFIER ->
          AsciiForm.uuid(utf8, from, length, scratch)
              ? sha256(scratch, 0, length, out, at)
              : digestOpaque(utf8, from, length, out, at);
      case CUSTOMER_ID, IDENTITY_LINK -> digestOpaque(utf8, from, length, out, at);
    };
  }

  private boolean digestEmail(byte[] utf8, int from, int length, long[] out, int at) {
    if (isSha256(utf8, from, length)) {
      return decode(utf8, from, out, at);
    }
    if (AsciiForm.email(utf8, from, length, scratch)) {
      address = scratch;
      addressLength = length;
      return sha256(scratch, 0, length, out, at);
    }
    if (length == 32 && Hex.isHex(utf8, from, length)) {
      AsciiForm.lowerHex(utf8, from, length, scratch);
      return sha256(scratch, 0, length, out, at);
    }
    return false;
  }

  private boolean digestOpaque(byte[] utf8, int from, int length, long[] out, int at) {
    return length <= CanonicalForm.MAX_OPAQUE_LENGTH
        && AsciiForm.isAscii(utf8, from, length)
        && sha256(utf8, from, length, out, at);
  }

  private @Nullable InvalidIdentifier digestByRules(
      IdentifierType type, String value, long[] out, int at) {
    switch (CanonicalForm.of(type, value)) {
      case CanonicalForm.Invalid(InvalidIdentifier why) -> {
        return why;
      }
      case CanonicalForm.Hashed(long hi, long lo) -> {
        out[at] = hi;
        out[at + 1] = lo;
      }
      case CanonicalForm.Text(byte[] utf8) -> {
        address = utf8;
        addressLength = utf8.length;
        sha256(utf8, 0, utf8.length, out, at);
      }
    }
    return checkNotOfNothing(type, out, at);
  }

  /**
   * Refuses what a sender gets who hashes an empty field: it would match every other such field.
   */
  private static @Nullable InvalidIdentifier checkNotOfNothing(
      IdentifierType type, long[] out, int at) {
    boolean ofNothing =
        (out[at] == NOTHING_HI && out[at + 1] == NOTHING_LO)
            || (out[at] == MD5_OF_NOTHING_HI && out[at + 1] == MD5_OF_NOTHING_LO);
    boolean hashable = type == IdentifierType.EMAIL || type == IdentifierType.PHONE_NUMBER;
    return ofNothing && hashable ? InvalidIdentifier.HASH_OF_NOTHING : null;
  }

  private static boolean isSha256(byte[] utf8, int from, int length) {
    return length == 64 && Hex.isHex(utf8, from, length);
  }

  private static boolean decode(byte[] hex, int from, long[] out, int at) {
    out[at] = Hex.decode(hex, from);
    out[at + 1] = Hex.decode(hex, from + 16);
    return true;
  }

  private boolean sha256(byte[] bytes, int from, int length, long[] out, int at) {
    finish(sha256, bytes, from, length);
    out[at] = (long) LONG.get(hash, 0);
    out[at + 1] = (long) LONG.get(hash, 8);
    return true;
  }

  private void finish(MessageDigest digest, byte[] bytes, int from, int length) {
    try {
      digest.update(bytes, from, length);
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e); // the hash fits
    }
  }

  private static MessageDigest messageDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has both
    }
  }
}
