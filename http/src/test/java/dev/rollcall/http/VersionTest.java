package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionTest {
  private static void check(Version version, String now, String sunset) {
    assertThat(version.sunset(Instant.parse(now)).map(Instant::toString).orElse(""))
        .isEqualTo(sunset);
  }

  @Test
  void aStableVersionLivesAYearAndGivesThreeMonthsNotice() {
    check(Version.V2026_01, "2026-09-30T23:59:59Z", "");
    check(Version.V2026_01, "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z");
    check(Version.V2026_01, "2030-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    check(Version.V2026_07, "2027-04-01T00:00:00Z", "2027-07-01T00:00:00Z");
    check(Version.PREVIEW, "2030-01-01T00:00:00Z", "");
  }

  @Test
  void aNameIsOneOfAVersionServedOrOfOneRetiredOrOfNone() {
    assertThat(Version.parse("2026-07")).contains(Version.V2026_07);
    assertThat(Version.parse("2026-04")).isEqualTo(Optional.empty());
    assertThat(Version.retired("2025-10")).isTrue();
    assertThat(Version.retired("2026-04")).isFalse();
    assertThat(Version.retired("1999")).isFalse();
  }
}
