package dev.rollcall.http.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int IDLE_TICKS = 12;
  private static final long LEAST = 8 << 10;

  private final Pace pace = new Pace(Duration.ofSeconds(10));

  /** The tick, counted from one, at which the client is hung up on; 0 when it is not in 100. */
  private int hungUpAt(long from, long eachTick, boolean between, boolean waiting) {
    for (int tick = 1; tick <= 100; tick++) {
      if (pace.tick(from + tick * eachTick, between, waiting)) return tick;
    }
    return 0;
  }

  @Test
  void aClientMayBeSilentBetweenRequestsForTwoMinutes() {
    assertThat(hungUpAt(0, 0, true, true)).isEqualTo(IDLE_TICKS);
    pace.restart(500);
    assertThat(hungUpAt(500, 0, true, true)).isEqualTo(IDLE_TICKS);
    assertThat(new Pace(Duration.ofMinutes(10)).tick(0, true, true)).isTrue();
  }

  @Test
  void aRequestStartsTheTwoMinutesAnew() {
    for (int tick = 1; tick < IDLE_TICKS; tick++) assertThat(pace.tick(0, true, true)).isFalse();
    pace.restart(100);
    assertThat(hungUpAt(100, 0, true, true)).isEqualTo(IDLE_TICKS);
  }

  @Test
  void aHeadThatComesInDripsIsHungUpOn() {
    assertThat(hungUpAt(0, 1, true, true)).isEqualTo(3);
  }

  @Test
  void aHeadThatBeginsAfterSilenceHasItsTime() {
    for (int tick = 1; tick < IDLE_TICKS; tick++) assertThat(pace.tick(0, true, true)).isFalse();
    assertThat(hungUpAt(1, 0, true, true)).isEqualTo(3);
  }

  @Test
  void aBodyThatStopsOrComesInDripsIsHungUpOn() {
    assertThat(hungUpAt(0, 0, false, true)).isEqualTo(3);
    pace.restart(0);
    assertThat(hungUpAt(0, LEAST / 4, false, true)).isEqualTo(3);
  }

  @Test
  void aBodyThatKeepsComingIsNot() {
    assertThat(hungUpAt(0, LEAST / 2, false, true)).isZero();
    assertThat(hungUpAt(0, 1 << 20, false, true)).isZero();
  }

  @Test
  void aBodyThatStopsAfterMuchOfItIsHungUpOnTwoTicksAfterItWasLooked() {
    for (int tick = 1; tick <= 5; tick++) {
      assertThat(pace.tick(tick * 1_000_000L, false, true)).isFalse();
    }
    assertThat(hungUpAt(5_000_000, 0, false, true)).isEqualTo(2);
  }

  @Test
  void aClientThatWaitsForTheServerIsNotHungUpOn() {
    assertThat(hungUpAt(0, 0, false, false)).isZero();
    assertThat(hungUpAt(0, 0, false, true)).as("and has its time afterwards").isEqualTo(3);
  }

  @Test
  void aClientThatTakesNothingOfItsAnswerForTwoMinutesIsHungUpOn() {
    assertThat(pace.stuck(100, 1)).isFalse();
    for (int tick = 1; tick < IDLE_TICKS; tick++) assertThat(pace.stuck(100, 1)).isFalse();
    assertThat(pace.stuck(100, 1)).isTrue();
  }

  @Test
  void aClientThatTakesSomeOfItsAnswerNowAndThenIsNot() {
    for (int tick = 1; tick < 100; tick++) {
      assertThat(pace.stuck(100 - tick / (IDLE_TICKS - 1), 1)).isFalse();
    }
    for (int tick = 1; tick < 100; tick++) {
      assertThat(pace.stuck(9, tick / (IDLE_TICKS - 1))).as("parts of one length").isFalse();
    }
    for (int tick = 1; tick < 100; tick++) assertThat(pace.stuck(0, 0)).isFalse();
  }
}
