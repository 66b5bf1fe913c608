package dev.rollcall.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySecretTest {
  private static final KeySecret SECRET = KeySecret.derive(counting(32), counting(16));

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static long[] digests(int n) {
    return new Random(n).longs(2L * n).toArray();
  }

  private static String sealed(KeySecret secret, IdentifierType type, String value) {
    long[] key = new long[2];
    assertThat(new Digester().digest(type, value, key, 0)).isNull();
    secret.seal(type, key, 1);
    return Digests.hex(key, 0);
  }

  /** The expected keys were made with another implementation of HMAC and AES. */
  @Test
  void keys_are_those_that_stores_already_hold() {
    String value = "john.doe@gmail.com";
    assertThat(sealed(SECRET, IdentifierType.EMAIL, value))
        .isEqualTo("ad22adad707fe7510adf308a73f1b312");
    assertThat(sealed(SECRET, IdentifierType.CUSTOMER_ID, value))
        .isEqualTo("d54d18f05cf28fb276d224f46780e3df");
  }

  @Test
  void opening_undoes_sealing_in_batches_of_any_size() {
    for (int n : new int[] {0, 1, 2, 255, 256, 257, 1000}) {
      for (IdentifierType type : IdentifierType.values()) {
        long[] digests = digests(n);
        long[] keys = digests.clone();
        SECRET.seal(type, keys, n);
        assertThat(Arrays.equals(keys, digests)).isEqualTo(n == 0);
        SECRET.open(type, keys, n);
        assertThat(Arrays.equals(keys, digests)).isTrue();
      }
    }
  }

  @Test
  void a_batch_is_sealed_as_its_keys_one_by_one_and_no_further() {
    int n = 600;
    long[] keys = digests(n);
    long[] alone = keys.clone();
    SECRET.seal(IdentifierType.EMAIL, keys, n - 1);
    for (int i = 0; i < n - 1; i++) {
      long[] key = {alone[2 * i], alone[2 * i + 1]};
      SECRET.seal(IdentifierType.EMAIL, key, 1);
      assertThat(key).containsExactly(keys[2 * i], keys[2 * i + 1]);
    }
    assertThat(keys).endsWith(alone[2 * n - 2], alone[2 * n - 1]);
  }

  @Test
  void one_value_has_an_unrelated_key_for_every_type() {
    Set<String> keys = new HashSet<>();
    for (IdentifierType type : IdentifierType.values()) {
      long[] key = {0x375320dd9ae7ed40L, 0x8002f3768e16cb5fL};
      SECRET.seal(type, key, 1);
      keys.add(Digests.hex(key, 0));
    }
    assertThat(keys).hasSize(IdentifierType.values().length);
    assertThat(Digests.of(IdentifierType.CUSTOMER_ID, "42"))
        .isEqualTo(Digests.of(IdentifierType.IDENTITY_LINK, "42"));
    assertThat(sealed(SECRET, IdentifierType.CUSTOMER_ID, "42"))
        .isNotEqualTo(sealed(SECRET, IdentifierType.IDENTITY_LINK, "42"));
  }

  @Test
  void another_salt_or_another_deployment_gives_other_keys() {
    byte[] otherSalt = counting(16);
    otherSalt[15]++;
    KeySecret[] secrets = {
      SECRET,
      KeySecret.derive(counting(32), otherSalt),
      KeySecret.derive(counting(33), counting(16)),
    };
    Set<String> keys = new HashSet<>();
    for (KeySecret secret : secrets) {
      keys.add(sealed(secret, IdentifierType.EMAIL, "a@b.example"));
    }
    assertThat(keys).hasSize(secrets.length);
  }

  @Test
  void keys_move_to_another_secret_without_raw_values() {
    byte[] salt = counting(16);
    salt[0] = 99;
    KeySecret next = KeySecret.derive(counting(32), salt);
    long[] moved = digests(100);
    long[] fresh = moved.clone();
    SECRET.seal(IdentifierType.PHONE_NUMBER, moved, 100);
    SECRET.open(IdentifierType.PHONE_NUMBER, moved, 100);
    next.seal(IdentifierType.PHONE_NUMBER, moved, 100);
    next.seal(IdentifierType.PHONE_NUMBER, fresh, 100);
    assertThat(moved).isEqualTo(fresh);
  }

  @Test
  void many_threads_seal_at_once() {
    long[] digests = digests(3000);
    long[] expected = digests.clone();
    SECRET.seal(IdentifierType.EMAIL, expected, 3000);
    boolean same =
        IntStream.range(0, 200)
            .parallel()
            .allMatch(i -> {
              long[] keys = digests.clone();
              SECRET.seal(IdentifierType.EMAIL, keys, 3000);
              return Arrays.equals(keys, expected);
            });
    assertThat(same).isTrue();
  }

  @Test
  void a_short_secret_or_a_wrong_salt_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeySecret.derive(counting(31), counting(16)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeySecret.derive(counting(32), counting(15)));
  }
}
