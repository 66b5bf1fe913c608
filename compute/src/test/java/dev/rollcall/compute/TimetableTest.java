package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Publication;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.IdentifierType;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final String MORNING = "2030-01-01T09:00:00Z";

  @Test
  void a_run_starts_when_a_slot_comes() {
    try (Deployment deployment = new Deployment(MORNING);
        Timetable timetable = timetable(deployment)) {
      assertThat(slots(deployment)).isEmpty();
      moveTo(deployment, timetable, "2030-01-01T12:00:01Z");
      untilSlots(deployment, "2030-01-01T12:00:00Z");
      moveTo(deployment, timetable, "2030-01-02T00:00:00Z");
      untilSlots(deployment, "2030-01-01T12:00:00Z", "2030-01-02T00:00:00Z");
    }
  }

  @Test
  void a_jump_over_several_slots_runs_once_for_the_latest() {
    try (Deployment deployment = new Deployment(MORNING);
        Timetable timetable = timetable(deployment)) {
      moveTo(deployment, timetable, "2030-01-09T13:00:00Z");
      untilSlots(deployment, "2030-01-09T12:00:00Z");
    }
  }

  @Test
  void a_clock_set_back_finds_the_next_slot() {
    try (Deployment deployment = new Deployment(MORNING);
        Timetable timetable = timetable(deployment)) {
      moveTo(deployment, timetable, "2039-01-01T13:00:00Z");
      untilSlots(deployment, "2039-01-01T12:00:00Z");
      deployment.clock.set(MORNING);
      timetable.startDue();
      moveTo(deployment, timetable, "2030-01-01T12:00:01Z");
      untilSlots(deployment, "2039-01-01T12:00:00Z", "2030-01-01T12:00:00Z");
    }
  }

  @Test
  void a_clock_set_back_across_a_slot_does_not_run_it_twice() {
    try (Deployment deployment = new Deployment(MORNING);
        Timetable timetable = timetable(deployment)) {
      moveTo(deployment, timetable, "2030-01-01T12:00:01Z");
      untilSlots(deployment, "2030-01-01T12:00:00Z");
      deployment.clock.set("2030-01-01T11:59:59Z");
      timetable.startDue();
      deployment.clock.set("2030-01-01T12:00:00Z");
      timetable.startDue();
      moveTo(deployment, timetable, "2030-01-02T00:00:01Z");
      untilSlots(deployment, "2030-01-01T12:00:00Z", "2030-01-02T00:00:00Z");
    }
  }

  @Test
  void a_slot_missed_while_the_server_was_down_runs_once_at_start() {
    try (Deployment deployment = new Deployment(MORNING)) {
      Computations computations = deployment.computations();
      restart(deployment, computations);
      deployment.clock.set("2030-01-05T13:00:00Z");
      restart(deployment, computations);
      untilSlots(deployment, "2030-01-05T12:00:00Z");
      restart(deployment, computations);
      deployment.clock.set("2030-01-06T01:00:00Z");
      restart(deployment, computations);
      untilSlots(deployment, "2030-01-05T12:00:00Z", "2030-01-06T00:00:00Z");
    }
  }

  @Test
  void a_run_that_failed_for_the_latest_slot_was_missed() {
    try (Deployment deployment = new Deployment(MORNING)) {
      Computations computations = deployment.computations();
      deployment.history.firstStart(Instant.parse("2029-12-01T00:00:00Z"));
      Instant slot = Instant.parse("2030-01-01T00:00:00Z");
      deployment.history.put(
          Computation.queued(1, Trigger.SCHEDULED, slot).failed(slot, "interrupted by a restart"));
      restart(deployment, computations);
      untilSlots(deployment, "2030-01-01T00:00:00Z");
    }
  }

  @Test
  void a_run_that_fails_is_tried_again_after_waits_that_double() {
    try (Deployment deployment = new Deployment(MORNING)) {
      deployment.segment(deployment.retailer(Publication.SCHEDULED), IdentifierType.EMAIL);
      AtomicBoolean broken = new AtomicBoolean(true);
      Computations computations =
          deployment.computations(
              (segments, tasks, sets) -> {
                if (broken.get()) {
                  throw new IllegalStateException("no room");
                }
                return deployment.engine.compute(segments, tasks, sets);
              },
              10);
      try (Timetable timetable =
          new Timetable(computations, deployment.history, deployment.clock)) {
        moveTo(deployment, timetable, "2030-01-01T12:00:00Z");
        untilFailed(deployment, 1);
        moveTo(deployment, timetable, "2030-01-01T12:00:59Z");
        moveTo(deployment, timetable, "2030-01-01T12:01:00Z");
        untilFailed(deployment, 2);
        broken.set(false);
        moveTo(deployment, timetable, "2030-01-01T12:02:59Z");
        assertThat(slots(deployment)).isEmpty();
        moveTo(deployment, timetable, "2030-01-01T12:03:00Z");
        untilSlots(deployment, "2030-01-01T12:00:00Z");
        moveTo(deployment, timetable, "2030-01-01T12:30:00Z");
        moveTo(deployment, timetable, "2030-01-01T23:30:00Z");
        untilFailed(deployment, 2);
        untilSlots(deployment, "2030-01-01T12:00:00Z");
      }
    }
  }

  private static void untilFailed(Deployment deployment, int runs) {
    Deployment.until(
        () -> deployment.computations(Trigger.SCHEDULED, State.FAILED).size() >= runs,
        "run to fail");
    assertThat(deployment.computations(Trigger.SCHEDULED, State.FAILED)).hasSize(runs);
  }

  private static Timetable timetable(Deployment deployment) {
    return new Timetable(deployment.computations(), deployment.history, deployment.clock);
  }

  /** A timetable that comes, looks at the clock and goes; and what it started has run. */
  private static void restart(Deployment deployment, Computations computations) {
    try (Timetable timetable = new Timetable(computations, deployment.history, deployment.clock)) {
      timetable.startDue();
    }
    deployment.finished(computations.start(Trigger.MANUAL));
  }

  private static void moveTo(Deployment deployment, Timetable timetable, String time) {
    deployment.clock.set(time);
    timetable.wake();
  }

  private static void untilSlots(Deployment deployment, String... slots) {
    List<String> expected = List.of(slots);
    Deployment.until(() -> slots(deployment).size() >= expected.size(), "slot to run");
    assertThat(slots(deployment)).isEqualTo(expected);
  }

  private static List<String> slots(Deployment deployment) {
    return deployment.computations(Trigger.SCHEDULED, State.SUCCEEDED).reversed().stream()
        .map(computation -> computation.requestedAt().toString())
        .toList();
  }
}
