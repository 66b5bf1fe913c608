package dev.rollcall.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A retailer's secret permutation of digests into the keys that are stored: without it, a stolen
 * disk cannot be tested against known addresses. Each identifier type has an AES-128 permutation of
 * its own, so that one value as two types is two unrelated keys. A permutation can be undone, so
 * keys move to a new secret without raw values. Safe for use by many threads.
 */
public final class KeySecret {
  /** Fewest bytes of a deployment's secret. */
  public static final int MIN_DEPLOYMENT_SECRET_BYTES = 32;

  /** Bytes of a retailer's salt. */
  public static final int SALT_BYTES = 16;

  private static final int KEY_BYTES = 16;

  /** Keys that pass through the cipher at a time: 4 KiB stay in the first-level cache. */
  private static final int BATCH_KEYS = 256;

  private final Map<IdentifierType, Permutation> sealing = new EnumMap<>(IdentifierType.class);
  private final Map<IdentifierType, Permutation> opening = new EnumMap<>(IdentifierType.class);

  private final Panel panel;

  private KeySecret(Function<IdentifierType, SecretKeySpec> secretOf, Panel panel) {
    this.panel = panel;
    for (IdentifierType type : IdentifierType.values()) {
      SecretKeySpec secret = secretOf.apply(type);
      sealing.put(type, new Permutation(Cipher.ENCRYPT_MODE, secret));
      opening.put(type, new Permutation(Cipher.DECRYPT_MODE, secret));
    }
  }

  /**
   * The secret of one retailer, by HKDF with HMAC-SHA-256 (RFC 5869): the same bytes give the same
   * secret, and without the salt the deployment's secret gives nothing.
   *
   * @param deploymentSecret at least {@value #MIN_DEPLOYMENT_SECRET_BYTES} bytes, kept apart from
   *     the data
   * @param retailerSalt {@value #SALT_BYTES} random bytes, kept for as long as the retailer's data
   *     is to be readable
   */
  public static KeySecret derive(byte[] deploymentSecret, byte[] retailerSalt) {
    if (deploymentSecret.length < MIN_DEPLOYMENT_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a deployment secret has at least " + MIN_DEPLOYMENT_SECRET_BYTES + " bytes");
    }
    if (retailerSalt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a retailer salt has " + SALT_BYTES + " bytes");
    }
    byte[] extracted = hmac(retailerSalt, deploymentSecret);
    return new KeySecret(
        type -> {
          byte[] info = ("rollcall identifier key " + type.code() + "\1").getBytes(US_ASCII);
          return new SecretKeySpec(hmac(extracted, info), 0, KEY_BYTES, "AES");
        },
        new Panel(hmac(extracted, "rollcall panel\1".getBytes(US_ASCII))));
  }

  /** The users by whom the retailer's sizes are measured. */
  public Panel panel() {
    return panel;
  }

  /** Turns the first {@code n} digests of {@code keys}, two longs each, into keys in place. */
  public void seal(IdentifierType type, long[] keys, int n) {
    of(sealing, type).apply(keys, n);
  }

  /** Turns the first {@code n} keys of {@code keys} back into digests in place. */
  public void open(IdentifierType type, long[] keys, int n) {
    of(opening, type).apply(keys, n);
  }

  private static Permutation of(
      Map<IdentifierType, Permutation> permutations, IdentifierType type) {
    return Objects.requireNonNull(permutations.get(type));
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /** One direction of AES under one secret. */
  private static final class Permutation {
    private final int mode;
    private final SecretKeySpec secret;

    /** A cipher nobody is using: making one costs as much as sealing thousands of keys. */
    private final AtomicReference<@Nullable Cipher> idle = new AtomicReference<>();

    Permutation(int mode, SecretKeySpec secret) {
      this.mode = mode;
      this.secret = secret;
    }

    void apply(long[] keys, int n) {
      Cipher free = idle.getAndSet(null);
      try {
        Cipher cipher = free != null ? free : cipher();
        // Apart, since a cipher that writes where it reads takes a copy first: 2.1 ns a key, not
        // 2.9.
        byte[] in = new byte[Math.min(n, BATCH_KEYS) * KEY_BYTES];
        byte[] out = new byte[in.length];
        for (int from = 0; from < n; from += BATCH_KEYS) {
          int count = Math.min(BATCH_KEYS, n - from);
          ByteBuffer.wrap(in).asLongBuffer().put(keys, 2 * from, 2 * count);
          cipher.doFinal(in, 0, count * KEY_BYTES, out, 0);
          ByteBuffer.wrap(out).asLongBuffer().get(keys, 2 * from, 2 * count);
        }
        idle.set(cipher);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e); // every Java platform has AES; the blocks are whole
      }
    }

    // A mode with a nonce or a chain would give one digest many keys, and lookups need one. What
    // the bare permutation would show is repetition, and digests stand for themselves alone.
    @SuppressWarnings("InsecureCryptoUsage")
    private Cipher cipher() throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(mode, secret);
      return cipher;
    }
  }
}
