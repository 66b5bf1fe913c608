package dev.rollcall.http;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals answers that tell a secret while they are kept for a retry: AES-256-GCM bound to the key of
 * the retry. The nonce is a keyed hash of what is sealed, so no two texts share one.
 */
final class AnswerSeal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec nonces;
  private final SecretKeySpec key;

  /**
   * @param nonces hashes what is sealed
   * @param key 32 bytes, of no other use
   */
  AnswerSeal(SecretKeySpec nonces, byte[] key) {
    this.nonces = nonces;
    this.key = new SecretKeySpec(key, "AES");
  }

  byte[] seal(SafeRetry.Key bound, byte[] text) {
    try {
      Mac mac = Mac.getInstance(nonces.getAlgorithm());
      mac.init(nonces);
      mac.update(named(bound));
      byte[] nonce = Arrays.copyOf(mac.doFinal(text), NONCE_BYTES);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, bound, nonce).doFinal(text);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an answer cannot be sealed", e);
    }
  }

  byte[] open(SafeRetry.Key bound, byte[] sealed) {
    try {
      byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
      return cipher(Cipher.DECRYPT_MODE, bound, nonce)
          .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an answer that was kept cannot be opened", e);
    }
  }

  private Cipher cipher(int mode, SafeRetry.Key bound, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(named(bound));
    return cipher;
  }

  private static byte[] named(SafeRetry.Key bound) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(bound.applicationId())
        .putLong(bound.hi())
        .putLong(bound.lo())
        .array();
  }
}
