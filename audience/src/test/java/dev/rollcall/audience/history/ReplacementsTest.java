package dev.rollcall.audience.history;

import static dev.rollcall.audience.history.RevisedList.ACCOUNT;
import static dev.rollcall.audience.history.RevisedList.refusal;
import static dev.rollcall.audience.history.RevisedList.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.ProblemCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplacementsTest {
  private final RevisedList list = new RevisedList();

  @BeforeEach
  void fill() {
    list.amend(true, Set.of(1, 2, 3, 4, 5));
  }

  @AfterEach
  void close() {
    list.close();
  }

  private Replacement preview(long replacement) {
    return value(list.replacements.find(ACCOUNT, list.segment, replacement));
  }

  @Test
  void nobody_sees_what_is_staged_until_it_is_committed() {
    long replacement = list.open();
    value(list.stage(replacement, true, Set.of(2, 3, 4, 5, 9)));
    assertThat(list.content()).containsExactly(1, 2, 3, 4, 5);
    Replacement ready = preview(replacement);
    assertThat(ready.identifiers()).isEqualTo(5);
    assertThat(ready.current()).isEqualTo(5);
    assertThat(ready.added()).isOne();
    assertThat(ready.removed()).isOne();
    assertThat(ready.removesTooMuch()).isFalse();
    Replacement done = value(list.commit(replacement, false));
    assertThat(done.operation()).isPresent();
    assertThat(list.content()).containsExactly(2, 3, 4, 5, 9);
  }

  @Test
  void a_commit_told_twice_is_done_once() {
    long replacement = list.open();
    value(list.stage(replacement, true, Set.of(1, 2, 3, 4, 5, 6)));
    Replacement first = value(list.commit(replacement, false));
    list.amend(true, Set.of(7));
    Replacement again = value(list.commit(replacement, false));
    assertThat(again.operation()).isEqualTo(first.operation());
    assertThat(preview(replacement).operation()).isEqualTo(first.operation());
    assertThat(list.content()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(refusal(list.stage(replacement, true, Set.of(8))))
        .isEqualTo(ProblemCode.REPLACEMENT_CLOSED);
    assertThat(
            refusal(
                list.replacements.abandon(
                    RevisedList.CALLER, ACCOUNT, list.segment, replacement, null)))
        .isEqualTo(ProblemCode.REPLACEMENT_CLOSED);
  }

  @Test
  void more_than_a_share_vanishes_only_when_forced() {
    long replacement = list.open();
    value(list.stage(replacement, true, Set.of(1, 2, 3)));
    assertThat(preview(replacement).removesTooMuch()).isTrue();
    assertThat(refusal(list.commit(replacement, false)))
        .isEqualTo(ProblemCode.REPLACEMENT_REMOVES_TOO_MUCH);
    assertThat(list.content()).containsExactly(1, 2, 3, 4, 5);
    value(list.commit(replacement, true));
    assertThat(list.content()).containsExactly(1, 2, 3);
  }

  @Test
  void an_empty_replacement_clears_the_list_when_forced() {
    long replacement = list.open();
    assertThat(refusal(list.commit(replacement, false)))
        .isEqualTo(ProblemCode.REPLACEMENT_REMOVES_TOO_MUCH);
    value(list.commit(replacement, true));
    assertThat(list.content()).isEmpty();
  }

  @Test
  void what_is_abandoned_or_expired_is_gone() {
    long abandoned = list.open();
    value(list.stage(abandoned, true, Set.of(1)));
    value(list.replacements.abandon(RevisedList.CALLER, ACCOUNT, list.segment, abandoned, null));
    long expired = list.open();
    value(list.stage(expired, true, Set.of(1)));
    list.pass(Replacements.LIFE);
    for (long gone : new long[] {abandoned, expired}) {
      assertThat(refusal(list.commit(gone, true))).isEqualTo(ProblemCode.REPLACEMENT_NOT_FOUND);
      assertThat(refusal(list.stage(gone, true, Set.of(1))))
          .isEqualTo(ProblemCode.REPLACEMENT_NOT_FOUND);
    }
    list.replacements.expire();
    assertThat(list.populations().find(11).orElseThrow().view().segmentIds())
        .containsExactly(list.segment);
    assertThat(list.content()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void a_start_keeps_what_is_open() {
    long replacement = list.open();
    value(list.stage(replacement, true, Set.of(1, 2, 3, 4, 5, 6)));
    assertThat(list.segments.dropOrphans(list.populations())).isZero();
    value(list.commit(replacement, false));
    assertThat(list.content()).contains(6);
  }

  @Test
  void a_list_has_so_many_open_replacements_at_most() {
    for (int i = 0; i < Replacements.MOST_OPEN; i++) list.open();
    assertThat(refusal(list.replacements.open(RevisedList.CALLER, ACCOUNT, list.segment, null)))
        .isEqualTo(ProblemCode.REPLACEMENTS_LIMIT_EXCEEDED);
  }

  @Test
  void a_reader_sees_a_commit_wholly_or_not_at_all() throws Exception {
    Set<Integer> low = Set.of(1, 2, 3, 4, 5);
    Set<Integer> high = Set.of(4, 5, 6, 7, 8, 9);
    Set<Set<Integer>> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch looking = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> reader =
          threads.submit(() -> {
            while (!done.get()) {
              seen.add(list.content());
              looking.countDown();
            }
          });
      looking.await();
      for (int round = 0; round < 100; round++) {
        long replacement = list.open();
        value(list.stage(replacement, true, round % 2 == 0 ? high : low));
        value(list.commit(replacement, true));
      }
      done.set(true);
      reader.get();
    }
    assertThat(Set.of(low, high)).containsAll(seen);
  }

  @Test
  void the_share_that_may_vanish_is_as_it_is_set() {
    Replacements generous = list.replacements(60);
    long replacement = list.open();
    value(list.stage(replacement, true, Set.of(1, 2)));
    assertThat(preview(replacement).removesTooMuch()).isTrue();
    assertThat(value(generous.find(ACCOUNT, list.segment, replacement)).removesTooMuch()).isFalse();
    assertThat(
            refusal(
                list.replacements(59)
                    .commit(RevisedList.CALLER, ACCOUNT, list.segment, replacement, false, null)))
        .isEqualTo(ProblemCode.REPLACEMENT_REMOVES_TOO_MUCH);
    value(generous.commit(RevisedList.CALLER, ACCOUNT, list.segment, replacement, false, null));
    assertThat(list.content()).containsExactly(1, 2);
  }
}
