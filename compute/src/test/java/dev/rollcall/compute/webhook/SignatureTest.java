package dev.rollcall.compute.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SignatureTest {
  /**
   * The example that the specification of Standard Webhooks gives, and docs/webhooks.md repeats.
   */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void the_known_message_has_the_known_signature() {
    Signature signature = Signature.parse(SECRET);
    assertThat(
            signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
        .isEqualTo(SIGNATURE);
    assertThat(signature.shown()).isEqualTo(SECRET);
    assertThat(signature.toString()).doesNotContain("MfKQ");
  }

  @Test
  void the_documentation_shows_the_same() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "webhooks.md"))).contains(SECRET, SIGNATURE);
  }

  @Test
  void a_sealed_secret_opens_for_its_webhook_under_its_key_alone() {
    Consumer<byte[]> random = new Random(1)::nextBytes;
    SecretSeal seal = new SecretSeal(new byte[32], random);
    Signature fresh = seal.fresh();
    String sealed = seal.seal(7, fresh);
    assertThat(seal.open(7, sealed).shown()).isEqualTo(fresh.shown());
    assertThat(seal.seal(7, fresh)).isNotEqualTo(sealed);
    byte[] other = new byte[32];
    other[0] = 1;
    assertThatThrownBy(() -> seal.open(8, sealed)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new SecretSeal(other, random).open(7, sealed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void waits_grow_fourfold_to_twelve_hours() {
    assertThat(Backoff.after(1, 0.5)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Backoff.after(2, 0.5)).isEqualTo(Duration.ofSeconds(20));
    assertThat(Backoff.after(2, 0)).isEqualTo(Duration.ofSeconds(16));
    assertThat(Backoff.after(2, 1)).isEqualTo(Duration.ofSeconds(24));
    assertThat(Backoff.after(11, 0.5)).isEqualTo(Duration.ofHours(12));
  }
}
