package dev.rollcall.compute.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the secrets of webhooks, and seals them for the store: AES-256-GCM under a key that is
 * derived from the deployment's secret, bound to the webhook.
 */
public final class SecretSeal {
  private static final int SECRET_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final Consumer<byte[]> random;

  /**
   * @param key 32 bytes
   * @param random fills with bytes that nobody can guess
   */
  public SecretSeal(byte[] key, Consumer<byte[]> random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  Signature fresh() {
    byte[] secret = new byte[SECRET_BYTES];
    random.accept(secret);
    return new Signature(secret);
  }

  String seal(long webhookId, Signature signature) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.accept(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, webhookId, nonce, signature.secret());
    byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
    return Base64.getEncoder().encodeToString(both);
  }

  Signature open(long webhookId, String sealed) {
    byte[] both = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
    byte[] rest = Arrays.copyOfRange(both, NONCE_BYTES, both.length);
    return new Signature(cipher(Cipher.DECRYPT_MODE, webhookId, nonce, rest));
  }

  private byte[] cipher(int mode, long webhookId, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(("webhook " + webhookId).getBytes(US_ASCII));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret of webhook "
              + webhookId
              + " cannot be "
              + (mode == Cipher.ENCRYPT_MODE
                  ? "sealed"
                  : "opened: it was sealed under another deployment secret"),
          e);
    }
  }
}
