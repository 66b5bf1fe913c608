package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.Counts;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.ComputationHistory.Publication;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every history of computations does. */
public abstract class ComputationHistoryContract {
  private static final long BIG = CatalogRows.BIG;
  private static final Instant DUE = Instant.parse("2027-01-31T12:00:00Z");

  private @Nullable ComputationHistory history;

  /** A history with nothing in it. */
  protected abstract ComputationHistory open();

  /** Where the history just opened keeps answers. */
  protected abstract Catalog catalog();

  @BeforeEach
  void openHistory() {
    history = open();
  }

  private ComputationHistory history() {
    return Objects.requireNonNull(history);
  }

  private static Computation queued(long id, Trigger trigger) {
    return new Computation(
        id, trigger, State.QUEUED, DUE.plusSeconds(id % 1_000), null, null, null, null, null, null);
  }

  private static Computation in(State state, Computation queued) {
    Instant finished =
        switch (state) {
          case QUEUED, RUNNING -> null;
          case SUCCEEDED, FAILED -> DUE.plusSeconds(5);
        };
    return new Computation(
        queued.id(),
        queued.trigger(),
        state,
        queued.requestedAt(),
        DUE,
        finished,
        5L,
        null,
        null,
        null);
  }

  private void checkKept(Computation computation) {
    history().put(computation);
    assertThat(history().find(computation.id())).contains(computation);
  }

  private void checkPage(int offset, int limit, int total, Long... ids) {
    Page<Computation> page = history().list(offset, limit);
    assertThat(page.items()).extracting(Computation::id).containsExactly(ids);
    assertThat(page.total()).isEqualTo(total);
  }

  @Test
  void a_computation_comes_back_as_it_was_put_at_every_step() {
    Instant start = DUE.plusMillis(1);
    Counts counts = new Counts(1, 2, 3, 4, Integer.MAX_VALUE);
    checkKept(queued(1, Trigger.MANUAL));
    checkKept(
        new Computation(1, Trigger.MANUAL, State.RUNNING, DUE, start, null, 0L, null, null, null));
    checkKept(
        new Computation(
            1,
            Trigger.MANUAL,
            State.SUCCEEDED,
            DUE,
            start,
            start.plusMillis(5),
            BIG,
            counts,
            BIG,
            null));
    checkKept(
        new Computation(
            BIG,
            Trigger.CHANGE,
            State.FAILED,
            DUE,
            start,
            DUE.plusSeconds(9),
            3L,
            null,
            null,
            "disk 🔥"));
    checkPage(0, 10, 2, BIG, 1L);
    assertThat(history().find(2)).isEmpty();
  }

  private static final KeptAnswer ANSWER =
      new KeptAnswer(7, new RetryKey(1, -2, 3, BIG), DUE, 202, Map.of("a", "b"), new byte[] {5});

  @Test
  void a_publication_by_hand_and_the_answer_to_who_asked_for_it_are_put_at_once() {
    assertThat(history().published()).isEqualTo(new Publication(0, 0));
    history().publish(new Publication(1, BIG), Optional.of(ANSWER));
    assertThat(history().published()).isEqualTo(new Publication(1, BIG));
    assertThat(kept()).usingRecursiveComparison().isEqualTo(ANSWER);
    history().publish(new Publication(2, 5), Optional.empty());
    assertThat(history().published()).isEqualTo(new Publication(2, 5));
  }

  private KeptAnswer kept() {
    return catalog().<KeptAnswer>read(tables -> tables.answers().find(7, 1, -2).orElseThrow());
  }

  @Test
  void a_computation_and_the_answer_to_who_asked_for_it_are_put_at_once() {
    long version = catalog().version();
    history().put(queued(1, Trigger.MANUAL), ANSWER);
    assertThat(history().find(1)).contains(queued(1, Trigger.MANUAL));
    assertThat(kept()).usingRecursiveComparison().isEqualTo(ANSWER);
    assertThat(catalog().version()).isEqualTo(version);
  }

  @Test
  void computations_are_listed_newest_first() {
    for (long id : new long[] {2, BIG, 1, 3}) history().put(queued(id, Trigger.MANUAL));
    checkPage(0, 10, 4, BIG, 3L, 2L, 1L);
    checkPage(0, 1, 4, BIG);
    checkPage(1, 2, 4, 3L, 2L);
    checkPage(3, 2, 4, 1L);
    checkPage(4, 2, 4);
    assertThat(history().after(1, 2)).extracting(Computation::id).containsExactly(2L, 3L);
    assertThat(history().after(3, 2)).extracting(Computation::id).containsExactly(BIG);
    assertThat(history().after(BIG, 2)).isEmpty();
  }

  @Test
  void an_empty_history_has_nothing() {
    checkPage(0, 10, 0);
    assertThat(history().lastScheduled()).isEmpty();
  }

  @Test
  void the_last_scheduled_is_the_latest_due_of_the_scheduled_that_succeeded() {
    history().put(in(State.FAILED, queued(1, Trigger.SCHEDULED)));
    assertThat(history().lastScheduled()).isEmpty();
    history().put(in(State.SUCCEEDED, queued(3, Trigger.SCHEDULED)));
    history().put(in(State.SUCCEEDED, queued(2, Trigger.SCHEDULED)));
    history().put(in(State.SUCCEEDED, queued(8, Trigger.MANUAL)));
    history().put(in(State.SUCCEEDED, queued(9, Trigger.CHANGE)));
    history().put(in(State.RUNNING, queued(10, Trigger.SCHEDULED)));
    assertThat(history().lastScheduled()).contains(DUE.plusSeconds(3));
  }

  @Test
  void only_the_newest_finished_computations_started_by_changes_are_retained() {
    history().put(in(State.SUCCEEDED, queued(1, Trigger.SCHEDULED)));
    history().put(in(State.SUCCEEDED, queued(2, Trigger.CHANGE)));
    history().put(in(State.FAILED, queued(3, Trigger.CHANGE)));
    history().put(in(State.RUNNING, queued(4, Trigger.CHANGE)));
    history().put(in(State.SUCCEEDED, queued(5, Trigger.CHANGE)));
    history().put(queued(6, Trigger.CHANGE));
    history().put(in(State.FAILED, queued(7, Trigger.MANUAL)));
    history().retainChanges(3);
    checkPage(0, 10, 7, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    history().retainChanges(2);
    checkPage(0, 10, 6, 7L, 6L, 5L, 4L, 3L, 1L);
    history().retainChanges(0);
    checkPage(0, 10, 4, 7L, 6L, 4L, 1L);
  }

  @Test
  void the_first_start_is_the_time_of_the_first_call_ever() {
    assertThat(history().firstStart(DUE)).isEqualTo(DUE);
    assertThat(history().firstStart(DUE.plusSeconds(1))).isEqualTo(DUE);
    assertThat(history().firstStart(DUE.minusSeconds(1))).isEqualTo(DUE);
  }
}
