package dev.rollcall.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SandboxClockTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  private final SandboxClock clock = new SandboxClock(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void it_goes_with_the_machine_until_it_is_moved() {
    assertThat(clock.instant()).isEqualTo(NOW);
    assertThat(clock.advanceTo(NOW.plusSeconds(7_200))).isTrue();
    assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(7_200));
  }

  @Test
  void it_never_goes_back_or_stands() {
    clock.advanceTo(NOW.plusSeconds(60));
    assertThat(clock.advanceTo(NOW.plusSeconds(60))).isFalse();
    assertThat(clock.advanceTo(NOW.plusSeconds(59))).isFalse();
    assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(60));
  }
}
