package dev.rollcall.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KnownIdsTest {
  private final Map<Long, Set<Long>> files = new HashMap<>();
  private final List<Long> reads = new ArrayList<>();

  private final List<Long> lookedUp = new ArrayList<>();

  /** What is in files. */
  private class Folded implements KnownIds.Source {
    @Override
    public long size(long day) {
      return files.getOrDefault(day, Set.of()).size();
    }

    @Override
    public void read(long day, LongSet into) {
      reads.add(day);
      files.getOrDefault(day, Set.of()).forEach(into::add);
    }

    @Override
    public void find(Map<Long, LongSet> asked, KnownIds.Found found) {
      asked.forEach((day, ids) -> {
        lookedUp.add(day);
        Set<Long> there = files.getOrDefault(day, Set.of());
        ids.numbers().filter(there::contains).forEach(id -> found.id(day, id));
      });
    }
  }

  private static Map<Long, LongSet> asking(Set<Long> days, long... ids) {
    Map<Long, LongSet> asked = new HashMap<>();
    for (long day : days) {
      LongSet ofDay = new LongSet();
      for (long id : ids) ofDay.add(id);
      asked.put(day, ofDay);
    }
    return asked;
  }

  @Test
  void an_id_is_new_once_whatever_is_folded_and_forgotten_between() {
    KnownIds known = new KnownIds(new Folded(), 30);
    SplittableRandom random = new SplittableRandom(11);
    Map<Long, Set<Long>> plain = new HashMap<>();
    long generation = 1;
    for (int round = 0; round < 2_000; round++) {
      Set<Long> days = Set.of(random.nextLong(8), 8 + random.nextLong(8));
      long writtenTo = generation;
      long id = random.nextLong(60);
      known.with(
          asking(days, id),
          () -> {
            for (long day : days) {
              boolean fresh = plain.computeIfAbsent(day, d -> new HashSet<>()).add(id);
              assertThat(known.add(day, id, writtenTo)).isEqualTo(fresh);
            }
          });
      if (random.nextInt(20) == 0) {
        plain.forEach((day, ids) -> files.put(day, Set.copyOf(ids)));
        known.folded(generation++);
        assertThat(known.size()).isLessThanOrEqualTo(30);
      }
    }
    assertThat(reads).isNotEmpty();
    assertThat(lookedUp).isNotEmpty();
  }

  @Test
  void ids_of_more_than_are_kept_are_not_read_but_looked_up() {
    for (long day = 1; day <= 9; day++) files.put(day, Set.of(1L, 2L, 3L));
    KnownIds known = new KnownIds(new Folded(), 6);
    known.with(
        asking(Set.of(1L, 2L, 3L), 3, 4),
        () -> {
          for (long day = 1; day <= 3; day++) {
            assertThat(known.add(day, 3, 1)).isFalse();
            assertThat(known.add(day, 4, 1)).isTrue();
            assertThat(known.add(day, 4, 1)).isFalse();
          }
          assertThat(known.size()).isEqualTo(6);
        });
    assertThat(reads).isEmpty();
    assertThat(lookedUp).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void reading_many_days_between_two_folds_keeps_the_last_of_them() {
    for (long day = 1; day <= 9; day++) files.put(day, Set.of(1L, 2L, 3L));
    KnownIds known = new KnownIds(new Folded(), 6);
    for (long day = 1; day <= 9; day++) known.with(asking(Set.of(day)), () -> {});
    assertThat(known.size()).isEqualTo(6);
    reads.clear();
    for (long day = 9; day >= 7; day--) known.with(asking(Set.of(day)), () -> {});
    assertThat(reads).containsExactly(7L);
  }

  @Test
  void a_day_with_ids_in_no_file_stays() {
    KnownIds known = new KnownIds(new Folded(), 0);
    known.with(asking(Set.of(1L), 5), () -> assertThat(known.add(1, 5, 1)).isTrue());
    known.with(asking(Set.of(2L)), () -> {});
    known.with(asking(Set.of(1L), 5), () -> assertThat(known.add(1, 5, 1)).isFalse());
    assertThat(reads).containsExactly(1L, 2L);
  }

  @Test
  void nothing_is_added_when_the_second_day_cannot_be_read_and_all_is_new_on_the_retry() {
    List<Long> failing = new ArrayList<>(List.of(2L));
    KnownIds known =
        new KnownIds(
            new Folded() {
              @Override
              public void read(long day, LongSet into) {
                if (failing.remove(day)) throw new IllegalStateException("unread");
                super.read(day, into);
              }
            },
            100);
    List<Boolean> fresh = new ArrayList<>();
    Runnable adding =
        () -> {
          fresh.add(known.add(1, 7, 1));
          fresh.add(known.add(2, 7, 1));
        };
    assertThatThrownBy(() -> known.with(asking(Set.of(1L, 2L), 7), adding)).hasMessage("unread");
    assertThat(fresh).isEmpty();
    known.with(asking(Set.of(1L, 2L), 7), adding);
    assertThat(fresh).containsExactly(true, true);
  }
}
