package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePaceTest {
  private static final long START = Long.MAX_VALUE - 1_000; // such a clock may run over

  @Test
  void a_change_after_a_quiet_time_runs_soon() {
    assertThat(new ChangePace(START).due(START) - START).isBetween(1L, millis(100));
  }

  @Test
  void a_run_is_followed_by_a_pause_of_twice_its_length() {
    ChangePace pace = new ChangePace(START);
    pace.succeeded(START, START + millis(200));
    long ended = START + millis(200);
    assertThat(pace.due(ended) - ended).isEqualTo(millis(400));
    assertThat(pace.due(ended + millis(390)) - ended).isBetween(millis(400), millis(500));
  }

  @ParameterizedTest
  @CsvSource({"225, 450", "250, 400", "280, 340", "300, 300", "400, 400", "3000, 3000"})
  void the_pause_is_shorter_where_sizes_would_grow_old_but_no_shorter_than_the_run(
      long took, long pause) {
    ChangePace pace = new ChangePace(START);
    long ended = START + millis(took);
    pace.succeeded(START, ended);
    assertThat(pace.due(ended) - ended).isEqualTo(millis(pause));
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
