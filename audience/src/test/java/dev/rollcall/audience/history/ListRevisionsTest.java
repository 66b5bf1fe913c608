package dev.rollcall.audience.history;

import static dev.rollcall.audience.history.RevisedList.ACCOUNT;
import static dev.rollcall.audience.history.RevisedList.CALLER;
import static dev.rollcall.audience.history.RevisedList.NUMBERS;
import static dev.rollcall.audience.history.RevisedList.refusal;
import static dev.rollcall.audience.history.RevisedList.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changing lists back, against plain sets that are changed by replaying what had been done. */
class ListRevisionsTest {
  private final RevisedList list = new RevisedList();

  @AfterEach
  void close() {
    list.close();
  }

  /** What an operation did: took these off or everything, then put those on. */
  private record Step(
      long id, Instant at, boolean whole, Set<Integer> removed, Set<Integer> added) {}

  private static Set<Integer> replay(List<Step> steps) {
    Set<Integer> content = new TreeSet<>();
    for (Step step : steps) {
      if (step.whole()) content.clear();
      content.removeAll(step.removed());
      content.addAll(step.added());
    }
    return content;
  }

  private static Set<Integer> minus(Set<Integer> from, Set<Integer> some) {
    Set<Integer> rest = new TreeSet<>(from);
    rest.removeAll(some);
    return rest;
  }

  @Test
  void what_is_undone_never_happened_and_what_is_restored_is_as_it_was() {
    for (long seed = 0; seed < 25; seed++) {
      try (RevisedList fresh = new RevisedList()) {
        new Life(fresh, seed, 0).live(40);
      }
    }
  }

  @Test
  void identifiers_that_move_between_users_meanwhile_change_nothing_of_that() {
    for (long seed = 0; seed < 10; seed++) {
      try (RevisedList fresh = new RevisedList()) {
        new Life(fresh, seed, 4).live(40);
        assertThat(fresh.populations().find(11).orElseThrow().movedAt()).isPositive();
      }
    }
  }

  @Test
  void a_list_stays_as_it_is_when_identifiers_never_cease_to_move() {
    long first = list.amend(true, Set.of(1, 2, 3));
    list.amend(false, Set.of(2));
    list.log.appendAndWait(list.link(List.of(1)));
    list.log.appendAndWait(list.link(List.of(3)));
    int[] links = {0};
    list.log.meanwhile(() -> Optional.of(list.link(List.of(links[0]++ % 2 == 0 ? 1 : 3, 2))));
    Moment then = new Moment.After(first);
    Optional<Moment> from = Optional.of(then);
    for (boolean dryRun : List.of(true, false)) {
      assertThat(refusal(list.revisions.undo(CALLER, ACCOUNT, list.segment, first, dryRun, null)))
          .isEqualTo(ProblemCode.UNAVAILABLE);
      assertThat(refusal(list.revisions.restore(CALLER, ACCOUNT, list.segment, then, dryRun, null)))
          .isEqualTo(ProblemCode.UNAVAILABLE);
      assertThat(refusal(list.revisions.compare(ACCOUNT, list.segment, from, Optional.empty())))
          .isEqualTo(ProblemCode.UNAVAILABLE);
    }
    list.log.meanwhile(Optional::empty);
    assertThat(list.content()).containsExactly(1, 3);
    assertThat(list.populations().find(11).orElseThrow().view().segmentIds())
        .containsExactly(list.segment);
    list.restore(then, false);
    assertThat(list.content()).containsExactly(1, 2, 3);
  }

  private static List<Integer> two(SplittableRandom random) {
    int first = random.nextInt(NUMBERS);
    return List.of(first, (first + random.nextInt(1, NUMBERS)) % NUMBERS);
  }

  /** Random operations on one list. */
  private static final class Life {
    private final RevisedList list;
    private final SplittableRandom random;
    private final List<Step> steps = new ArrayList<>();
    private final int moves;

    /**
     * @param moves times at most that identifiers move while one operation is worked out
     */
    Life(RevisedList list, long seed, int moves) {
      this.list = list;
      this.random = new SplittableRandom(seed);
      this.moves = moves;
    }

    void live(int operations) {
      for (int i = 0; i < operations; i++) {
        Set<Integer> before = list.content();
        step(before);
        assertThat(list.content()).isEqualTo(replay(steps));
        checkCounts(before);
        checkComparison();
      }
    }

    private <T> T whileMoving(Supplier<T> work) {
      int[] left = {moves};
      list.log.meanwhile(() ->
          left[0] > 0 && random.nextInt(8) == 0 && left[0]-- > 0
              ? Optional.of(list.link(two(random)))
              : Optional.empty());
      T done = work.get();
      list.log.meanwhile(Optional::empty);
      return done;
    }

    private void step(Set<Integer> before) {
      int kind = steps.isEmpty() ? 0 : random.nextInt(10);
      Set<Integer> some = some();
      switch (kind) {
        case 0, 1, 2 -> add(list.amend(true, some), false, Set.of(), some);
        case 3, 4 -> add(list.amend(false, some), false, some, Set.of());
        case 5 -> {
          if (random.nextBoolean()) add(list.clear(), true, Set.of(), Set.of());
          else add(replaced(some), true, Set.of(), some);
        }
        case 6, 7, 8 -> {
          Step undone = steps.get(random.nextInt(steps.size()));
          List<Step> others = new ArrayList<>(steps);
          others.remove(undone);
          Revision wanted = whileMoving(() -> list.undo(undone.id(), true));
          assertThat(list.content()).isEqualTo(before);
          Revision done = whileMoving(() -> list.undo(undone.id(), false));
          revised(before, replay(others), wanted, done);
        }
        default -> {
          int kept = random.nextInt(1, steps.size() + 1);
          Step last = steps.get(kept - 1);
          Moment moment =
              random.nextBoolean() ? new Moment.After(last.id()) : new Moment.At(last.at());
          Revision wanted = whileMoving(() -> list.restore(moment, true));
          assertThat(list.content()).isEqualTo(before);
          Set<Integer> then = replay(steps.subList(0, kept));
          revised(before, then, wanted, whileMoving(() -> list.restore(moment, false)));
        }
      }
    }

    private long replaced(Set<Integer> content) {
      long replacement = list.open();
      Set<Integer> mistaken = some();
      value(list.stage(replacement, true, mistaken));
      value(list.stage(replacement, false, minus(mistaken, content)));
      value(list.stage(replacement, true, content));
      return value(list.commit(replacement, true)).operation().orElseThrow();
    }

    private void revised(Set<Integer> before, Set<Integer> after, Revision wanted, Revision done) {
      Set<Integer> added = minus(after, before);
      Set<Integer> removed = minus(before, after);
      assertThat(List.of(done.added(), done.removed(), done.sizeBefore(), done.sizeAfter()))
          .isEqualTo(
              List.of(wanted.added(), wanted.removed(), wanted.sizeBefore(), wanted.sizeAfter()))
          .containsExactly(
              (long) added.size(),
              (long) removed.size(),
              (long) before.size(),
              (long) after.size());
      assertThat(done.operation().isPresent()).isEqualTo(added.size() + removed.size() > 0);
      done.operation().ifPresent(id -> add(id, false, removed, added));
    }

    private void add(long id, boolean whole, Set<Integer> removed, Set<Integer> added) {
      list.recorder.awaitAll();
      Instant at = list.history.find(id).orElseThrow().at();
      steps.add(new Step(id, at, whole, removed, added));
    }

    private void checkCounts(Set<Integer> before) {
      Set<Integer> after = list.content();
      Operation last = value(list.revisions.list(ACCOUNT, list.segment, 0, 1)).items().getFirst();
      assertThat(last.id()).isEqualTo(steps.getLast().id());
      assertThat(last.accountId()).isEqualTo(ACCOUNT);
      assertThat(last.applicationId()).isEqualTo(CALLER.id());
      assertThat(last.effect().size()).isEqualTo(after.size());
      if (after.equals(before)) return;
      assertThat(last.effect().gained()).isEqualTo(minus(after, before).size());
      assertThat(last.effect().lost()).isEqualTo(minus(before, after).size());
    }

    private void checkComparison() {
      Step from = steps.get(random.nextInt(steps.size()));
      Step to = steps.get(random.nextInt(steps.size()));
      Set<Integer> first = replay(steps.subList(0, steps.indexOf(from) + 1));
      Set<Integer> second = replay(steps.subList(0, steps.indexOf(to) + 1));
      Outcome<Comparison> compared =
          whileMoving(() ->
              list.revisions.compare(
                  ACCOUNT,
                  list.segment,
                  Optional.of(new Moment.At(from.at())),
                  Optional.of(new Moment.After(to.id()))));
      assertThat(value(compared))
          .isEqualTo(
              new Comparison(
                  from.id(),
                  to.id(),
                  minus(second, first).size(),
                  minus(first, second).size(),
                  first.size(),
                  second.size()));
    }

    private Set<Integer> some() {
      Set<Integer> some = new TreeSet<>();
      int most = 1 + random.nextInt(NUMBERS);
      for (int i = 0; i < most; i++) some.add(random.nextInt(NUMBERS));
      return some;
    }
  }

  @Test
  void nothing_is_left_of_what_was_staged() {
    long first = list.amend(true, Set.of(1, 2, 3));
    list.amend(false, Set.of(2));
    list.undo(first, false);
    list.restore(new Moment.After(first), false);
    assertThat(list.content()).containsExactly(1, 2, 3);
    assertThat(list.populations().find(11).orElseThrow().view().segmentIds())
        .containsExactly(list.segment);
    assertThat(list.segments.dropOrphans(list.populations())).isZero();
  }

  @Test
  void a_list_has_operations_of_its_own_alone() {
    long added = list.amend(true, Set.of(1));
    long other = 99_999;
    assertThat(refusal(list.revisions.undo(CALLER, ACCOUNT, list.segment, other, true, null)))
        .isEqualTo(ProblemCode.OPERATION_NOT_FOUND);
    assertThat(refusal(list.revisions.undo(CALLER, ACCOUNT, other, added, true, null)))
        .isEqualTo(ProblemCode.SEGMENT_NOT_FOUND);
    assertThat(refusal(list.revisions.undo(CALLER, 2, list.segment, added, true, null)))
        .isEqualTo(ProblemCode.SEGMENT_NOT_FOUND);
    assertThat(refusal(list.revisions.list(2, list.segment, 0, 1)))
        .isEqualTo(ProblemCode.SEGMENT_NOT_FOUND);
  }

  @Test
  void history_is_told_as_far_back_as_it_is_set_and_still_restores_what_is_older() {
    long old = list.amend(true, Set.of(1, 2));
    Instant oldTime = list.now();
    list.pass(Duration.ofDays(31));
    long recent = list.amend(true, Set.of(3));
    list.amend(true, Set.of(4));
    assertThat(value(list.revisions.list(ACCOUNT, list.segment, 0, 10)).items())
        .extracting(Operation::id)
        .containsExactly(recent + 1, recent);
    assertThat(refusal(list.revisions.undo(CALLER, ACCOUNT, list.segment, old, true, null)))
        .isEqualTo(ProblemCode.HISTORY_GONE);
    Moment gone = new Moment.At(oldTime);
    assertThat(refusal(list.revisions.restore(CALLER, ACCOUNT, list.segment, gone, true, null)))
        .isEqualTo(ProblemCode.HISTORY_GONE);
    list.restore(new Moment.After(recent), false);
    assertThat(list.content()).containsExactly(1, 2, 3);
  }

  @Test
  void a_time_before_the_segment_was_made_is_refused() {
    list.amend(true, Set.of(1));
    Moment early = new Moment.At(Instant.parse("2029-12-31T23:59:59Z"));
    assertThat(refusal(list.revisions.restore(CALLER, ACCOUNT, list.segment, early, false, null)))
        .isEqualTo(ProblemCode.INVALID_VALUE);
    assertThat(list.content()).containsExactly(1);
  }
}
