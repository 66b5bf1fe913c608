package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangePaceTest {
  private static final long START = Long.MAX_VALUE - 1_000; // such a clock may run over

  @Test
  void a_change_after_a_quiet_time_runs_soon() {
    assertThat(new ChangePace(START).due(START) - START).isBetween(1L, millis(100));
  }

  @Test
  void a_run_is_followed_by_a_pause_of_twice_its_length() {
    ChangePace pace = new ChangePace(START);
    pace.succeeded(START, START + millis(300));
    long ended = START + millis(300);
    assertThat(pace.due(ended) - ended).isEqualTo(millis(600));
    assertThat(pace.due(ended + millis(590)) - ended).isBetween(millis(600), millis(700));
  }

  @Test
  void a_failed_run_is_tried_again_but_not_at_once() {
    ChangePace pace = new ChangePace(START);
    pace.failed(START);
    assertThat(pace.due(START) - START).isEqualTo(millis(10_000));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
