package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void slots_are_midnight_and_noon_in_utc() {
    check("2030-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "2030-01-01T12:00:00Z");
    check("2030-01-01T11:59:59.999Z", "2030-01-01T00:00:00Z", "2030-01-01T12:00:00Z");
    check("2030-01-01T12:00:00Z", "2030-01-01T12:00:00Z", "2030-01-02T00:00:00Z");
    check("2030-12-31T23:59:59Z", "2030-12-31T12:00:00Z", "2031-01-01T00:00:00Z");
    check("1969-12-31T13:00:00Z", "1969-12-31T12:00:00Z", "1970-01-01T00:00:00Z");
  }

  private static void check(String time, String latest, String next) {
    assertThat(Schedule.latest(Instant.parse(time))).isEqualTo(latest);
    assertThat(Schedule.next(Instant.parse(time))).isEqualTo(next);
  }
}
