package dev.rollcall.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Targeting.Scope;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetingTest {
  @Test
  void a_line_item_is_shown_by_its_scope() {
    check(Targeting.EVERYONE, Set.of(), true);
    check(new Targeting(Scope.EXCLUDE, Set.of()), Set.of(1L), true);
    check(new Targeting(Scope.INCLUDE, Set.of(1L, 2L)), Set.of(2L, 3L), true);
    check(new Targeting(Scope.INCLUDE, Set.of(1L, 2L)), Set.of(3L), false);
    check(new Targeting(Scope.EXCLUDE, Set.of(1L, 2L)), Set.of(2L), false);
    check(new Targeting(Scope.EXCLUDE, Set.of(1L, 2L)), Set.of(), true);
  }

  @Test
  void a_line_item_runs_from_its_start_until_before_its_end() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Instant end = Instant.parse("2026-02-01T00:00:00Z");
    LineItem lineItem = new LineItem(1, 2, 3, "Winter", start, end, Targeting.EVERYONE);
    assertThat(lineItem.runsAt(start)).isTrue();
    assertThat(lineItem.runsAt(start.minusNanos(1))).isFalse();
    assertThat(lineItem.runsAt(end.minusNanos(1))).isTrue();
    assertThat(lineItem.runsAt(end)).isFalse();
    assertThat(new LineItem(1, 2, 3, "Always", null, null, Targeting.EVERYONE).runsAt(Instant.MIN))
        .isTrue();
  }

  private static void check(Targeting targeting, Set<Long> shoppersAudiences, boolean admitted) {
    assertThat(targeting.admits(shoppersAudiences)).isEqualTo(admitted);
  }
}
