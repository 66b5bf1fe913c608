package dev.rollcall.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.members.Members;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PanelTest {
  private static final int BLOCKS = 16;
  private static final int USERS = BLOCKS * Members.BLOCK_USERS;

  private final Panel panel = panel(1);

  private static Panel panel(long seed) {
    byte[] secret = new byte[Panel.SECRET_BYTES];
    new Random(seed).nextBytes(secret);
    return new Panel(secret);
  }

  private static Members users(Panel panel) {
    Members.Builder users = Members.builder();
    long[] words = new long[Members.BLOCK_WORDS];
    for (int block = 0; block < BLOCKS; block++) {
      panel.copyBlock(block, words);
      users.addBlock(block, words, 0);
    }
    return users.build();
  }

  /** The vector that the authors of SipHash published for eight bytes. */
  @Test
  void the_hash_is_siphash() {
    assertThat(Panel.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x0706050403020100L))
        .isEqualTo(0x93f5f5799a932462L);
  }

  @Test
  void one_user_in_sixteen_is_on_the_panel_and_another_secret_chooses_others() {
    Members chosen = users(panel);
    double expected = (double) USERS / Panel.ONE_IN;
    assertThat((double) chosen.size()).isBetween(0.98 * expected, 1.02 * expected);
    assertThat(users(panel(1))).isEqualTo(chosen);
    assertThat((double) chosen.andSize(users(panel(2))) / chosen.size())
        .isBetween(0.9 / Panel.ONE_IN, 1.1 / Panel.ONE_IN);
  }

  @Test
  void a_user_more_changes_the_number_of_all_once_in_sixteen_times() {
    long from = 3L * Members.BLOCK_USERS - 500;
    int changes = 0;
    for (long users = from; users < from + 1_000; users++) {
      assertThat((double) panel.about(users)).isBetween(0.96 * users, 1.04 * users);
      if (panel.about(users + 1) != panel.about(users)) changes++;
    }
    assertThat(changes).isBetween(40, 90);
    assertThat(panel(1).about(from)).isEqualTo(panel.about(from));
    assertThat(panel.about(0)).isEqualTo(Panel.MINIMUM);
  }

  @Test
  void estimates_are_right_on_average_and_never_of_few() {
    Random random = new Random(3);
    long below = Panel.MINIMUM / Panel.ONE_IN / 4;
    double sum = 0;
    double squares = 0;
    int sets = 20_000;
    for (int i = 0; i < sets; i++) {
      double error = (double) panel.estimate(1_000, random.nextLong()).orElseThrow() / 16 - 1_000;
      sum += error;
      squares += error * error;
      assertThat(panel.estimate(0, random.nextLong())).isEmpty();
      if (i % 100 == 0) assertThat(panel.estimate(below, random.nextLong())).isEmpty();
    }
    assertThat(sum / sets).isBetween(-0.2, 0.2);
    assertThat(Math.sqrt(squares / sets)).isBetween(5.3, 5.9);
  }
}
