package dev.rollcall.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void a_share_of_the_samples_does_not_exceed_its_percentile() {
    Samples samples = new Samples();
    for (int i = 2_000; i >= 1; i--) samples.add(i * 1_000_000L);
    assertThat(samples.millis(0.5)).isEqualTo(1_000);
    assertThat(samples.millis(0.99)).isEqualTo(1_980);
    assertThat(samples.millis(1)).isEqualTo(2_000);
    samples.add(3_000 * 1_000_000L);
    assertThat(samples.millis(1)).isEqualTo(3_000);
  }

  @Test
  void nothing_measured_is_not_zero() {
    assertThatThrownBy(() -> new Samples().millis(0.5)).isInstanceOf(IllegalStateException.class);
  }
}
