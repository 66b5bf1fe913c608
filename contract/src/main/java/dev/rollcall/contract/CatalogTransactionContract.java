package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.account;
import static dev.rollcall.contract.CatalogRows.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Catalog.Tables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads, writes, ids and the version of a catalog. */
interface CatalogTransactionContract extends CatalogUnderTest {
  /** What goes wrong in the middle of a write. */
  final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  default void a_write_gives_back_what_the_work_gives() {
    assertThat(catalog().<String>write(tables -> "done")).isEqualTo("done");
  }

  @Test
  default void a_write_sees_what_it_wrote() {
    write(tables -> {
      tables.accounts().put(account(1));
      assertThat(tables.accounts().find(1)).contains(account(1));
    });
  }

  @Test
  default void nothing_is_left_of_a_write_that_throws() {
    write(tables -> tables.segments().insert(segment(1, 100, "before")));
    assertThatThrownBy(() ->
            write(tables -> {
              tables.accounts().put(account(1));
              tables.segments().insert(segment(2, 100, "during"));
              tables.segments().update(segment(1, 100, "renamed"));
              tables.segments().delete(1);
              throw new Broken();
            }))
        .isInstanceOf(Broken.class);
    assertThat(list(tables -> tables.accounts().list())).isEmpty();
    assertThat(set(tables -> tables.segments().ids())).containsExactly(1L);
    assertThat(find(tables -> tables.segments().find(1))).contains(segment(1, 100, "before"));
  }

  @Test
  default void nothing_is_left_of_a_write_that_throws_after_it_drew_an_id() {
    assertThatThrownBy(() ->
            write(tables -> {
              tables.accounts().put(account(tables.newId()));
              throw new Broken();
            }))
        .isInstanceOf(Broken.class);
    assertThat(list(tables -> tables.accounts().list())).isEmpty();
  }

  @Test
  default void a_write_after_one_that_threw_works() {
    assertThatThrownBy(() -> write(CatalogTransactionContract::fail)).isInstanceOf(Broken.class);
    write(tables -> tables.accounts().put(account(1)));
    assertThat(list(tables -> tables.accounts().list())).containsExactly(account(1));
  }

  private static void fail(Tables tables) {
    throw new Broken();
  }

  @Test
  default void a_write_is_seen_by_nobody_until_it_is_done() {
    write(tables -> {
      tables.accounts().put(account(1));
      assertThat(CatalogUnderTest.elsewhere(() -> list(now -> now.accounts().list()))).isEmpty();
    });
    assertThat(CatalogUnderTest.elsewhere(() -> list(now -> now.accounts().list()))).hasSize(1);
  }

  @Test
  default void a_read_sees_one_state_from_its_first_look_on() {
    List<Integer> seen = new ArrayList<>();
    read(tables -> {
      seen.add(tables.accounts().list().size());
      CatalogUnderTest.elsewhere(() -> {
        write(now -> now.accounts().put(account(1)));
        return true;
      });
      return seen.add(tables.accounts().list().size());
    });
    assertThat(seen).containsExactly(0, 0);
    assertThat(list(tables -> tables.accounts().list())).hasSize(1);
  }

  @Test
  default void a_read_changes_nothing() {
    assertThatThrownBy(() ->
            read(tables -> {
              tables.accounts().put(account(1));
              return true;
            }))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> read(Tables::newId)).isInstanceOf(IllegalStateException.class);
    assertThat(list(tables -> tables.accounts().list())).isEmpty();
  }

  @Test
  default void a_write_inside_a_write_is_refused() {
    assertThatThrownBy(() -> write(outer -> write(inner -> inner.accounts().put(account(1)))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(list(tables -> tables.accounts().list())).isEmpty();
  }

  @Test
  default void writers_take_turns() {
    write(tables -> tables.segments().insert(segment(1, 100, "0")));
    CatalogUnderTest.together(
        8,
        () -> {
          for (int i = 0; i < 5; i++) write(CatalogTransactionContract::countUp);
          return true;
        });
    assertThat(find(tables -> tables.segments().find(1))).map(s -> s.name()).contains("40");
  }

  private static void countUp(Tables tables) {
    int count = Integer.parseInt(tables.segments().find(1).orElseThrow().name());
    tables.segments().update(segment(1, 100, Integer.toString(count + 1)));
  }

  @Test
  default void ids_start_at_a_thousand_and_each_is_new() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      write(tables -> {
        ids.add(tables.newId());
        ids.add(tables.newId());
      });
    }
    assertThat(ids).doesNotHaveDuplicates().isSorted().allMatch(id -> id >= 1_000);
  }

  @Test
  default void an_id_drawn_by_a_write_that_threw_is_not_given_again() {
    List<Long> ids = new ArrayList<>();
    assertThatThrownBy(() ->
            write(tables -> {
              ids.add(tables.newId());
              throw new Broken();
            }))
        .isInstanceOf(Broken.class);
    write(tables -> ids.add(tables.newId()));
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  default void threads_never_get_the_same_id() {
    List<Long> ids = CatalogUnderTest.together(16, () -> catalog().write(Tables::newId));
    assertThat(ids).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  default void the_version_grows_with_each_write_before_the_write_returns() {
    long before = catalog().version();
    write(tables -> tables.accounts().put(account(1)));
    long after = catalog().version();
    write(tables -> tables.accounts().put(account(2)));
    assertThat(after).isGreaterThan(before);
    assertThat(catalog().version()).isGreaterThan(after);
  }

  @Test
  default void the_version_stays_with_reads_and_with_writes_that_throw() {
    long before = catalog().version();
    list(tables -> tables.accounts().list());
    assertThatThrownBy(() -> write(CatalogTransactionContract::fail)).isInstanceOf(Broken.class);
    assertThat(catalog().version()).isEqualTo(before);
  }
}
