package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Effect;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.Operation.Kind;
import dev.rollcall.audience.history.OperationHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every history of operations does. */
public abstract class OperationHistoryContract {
  private static final Instant START = Instant.parse("2027-01-31T12:00:00.123456Z");

  private @Nullable OperationHistory history;

  /** A history with nothing in it. */
  protected abstract OperationHistory open();

  @BeforeEach
  void openHistory() {
    history = open();
  }

  private OperationHistory history() {
    return Objects.requireNonNull(history);
  }

  private static Operation operation(long id, long segmentId, Kind kind) {
    return new Operation(
        id, 1, segmentId, 3, 4, kind, 0, START.plusSeconds(id), 5, 6, new Effect(7, 8, 9));
  }

  @Test
  void an_operation_comes_back_as_it_was_added() {
    List<Operation> added = new ArrayList<>();
    for (Kind kind : Kind.values()) added.add(operation(added.size() + 1L, 2, kind));
    long big = CatalogRows.BIG;
    added.add(
        new Operation(
            big, big, big, big, big, Kind.UNDO, big, START, big, big, new Effect(big, big, big)));
    history().append(added);
    for (Operation operation : added)
      assertThat(history().find(operation.id())).contains(operation);
    assertThat(history().find(1_000)).isEmpty();
    assertThat(history().position()).isEqualTo(big);
  }

  @Test
  void an_empty_history_has_nothing() {
    assertThat(history().position()).isZero();
    assertThat(history().list(1, Instant.EPOCH, 0, 10))
        .isEqualTo(new Page<Operation>(List.of(), 0));
    assertThat(history().upTo(1, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(history().lastAt(1, START)).isEmpty();
    history().append(List.of());
    assertThat(history().position()).isZero();
  }

  @Test
  void what_is_there_already_stays_as_it_is() {
    Operation first = operation(1, 2, Kind.ADD);
    Operation second = operation(2, 2, Kind.ADD);
    history().append(List.of(first));
    history().append(List.of(operation(1, 2, Kind.CLEAR), second));
    assertThat(history().upTo(2, 2, 10)).containsExactly(second, first);
  }

  @Test
  void operations_on_a_list_are_found_newest_first() {
    SplittableRandom random = new SplittableRandom(1);
    List<Operation> all = new ArrayList<>();
    for (long id = 1; id <= 300; id++) all.add(operation(id, 1L + random.nextInt(3), Kind.ADD));
    history().append(all.subList(0, 100));
    history().append(all.subList(100, 300));
    Collections.reverse(all);
    for (int i = 0; i < 50; i++) check(all, random);
  }

  private static Operation keyed(long id, long applicationId, long key) {
    return new Operation(
        id,
        1,
        2,
        3,
        applicationId,
        Kind.ADD,
        0,
        START.plusSeconds(id),
        5,
        6,
        Effect.NONE,
        new RetryKey(key, -key, id, CatalogRows.BIG));
  }

  @Test
  void the_newest_operation_under_a_key_is_found_until_the_key_is_forgotten() {
    Operation first = keyed(2, 4, -7);
    Operation other = keyed(3, 5, -7);
    Operation again = keyed(4, 4, -7);
    history().append(List.of(operation(1, 2, Kind.ADD), first, other));
    assertThat(history().keyed(4, -7, 7)).contains(first);
    assertThat(history().keyed(5, -7, 7)).contains(other);
    assertThat(history().keyed(6, -7, 7)).isEmpty();
    assertThat(history().keyed(4, -7, 8)).isEmpty();
    history().append(List.of(again));
    assertThat(history().keyed(4, -7, 7)).contains(again);
    assertThat(history().forgetKeys(again.at(), 1)).isEqualTo(1);
    assertThat(history().forgetKeys(again.at(), 5)).isEqualTo(1);
    assertThat(history().forgetKeys(again.at(), 5)).isZero();
    assertThat(history().keyed(4, -7, 7)).contains(again);
    assertThat(history().keyed(5, -7, 7)).isEmpty();
    assertThat(history().find(3).orElseThrow().retry()).isNull();
  }

  private void check(List<Operation> all, SplittableRandom random) {
    long segment = 1L + random.nextInt(4);
    long id = random.nextLong(310);
    Instant moment = START.plusSeconds(random.nextLong(-5, 310));
    int offset = random.nextInt(120);
    int limit = random.nextInt(120);
    List<Operation> on = all.stream().filter(o -> o.segmentId() == segment).toList();
    List<Operation> since = on.stream().filter(o -> !o.at().isBefore(moment)).toList();
    assertThat(history().list(segment, moment, offset, limit))
        .isEqualTo(new Page<>(since.stream().skip(offset).limit(limit).toList(), since.size()));
    assertThat(history().upTo(segment, id, limit))
        .isEqualTo(on.stream().filter(o -> o.id() <= id).limit(limit).toList());
    assertThat(history().after(id, limit))
        .isEqualTo(all.reversed().stream().filter(o -> o.id() > id).limit(limit).toList());
    assertThat(history().lastAt(segment, moment))
        .isEqualTo(
            on.stream().filter(o -> !o.at().isAfter(moment)).mapToLong(Operation::id).findFirst());
  }
}
