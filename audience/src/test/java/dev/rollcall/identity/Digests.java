package dev.rollcall.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes as a list's sender computes them, and digests in hexadecimal. */
final class Digests {
  private Digests() {}

  static String md5(String text) {
    return hash("MD5", text.getBytes(UTF_8));
  }

  static String sha256(String text) {
    return sha256(text.getBytes(UTF_8));
  }

  static String sha256(byte[] text) {
    return hash("SHA-256", text);
  }

  /** The digest of the value, or the reason why it has none. */
  static Object of(IdentifierType type, String value) {
    long[] out = new long[2];
    InvalidIdentifier invalid = new Digester().digest(type, value, out, 0);
    return invalid == null ? hex(out, 0) : invalid;
  }

  static String hex(long[] out, int at) {
    return HexFormat.of().toHexDigits(out[at]) + HexFormat.of().toHexDigits(out[at + 1]);
  }

  /** As much of a SHA-256 as a digest keeps. */
  static String head(String sha256) {
    return sha256.substring(0, 32);
  }

  private static String hash(String algorithm, byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
