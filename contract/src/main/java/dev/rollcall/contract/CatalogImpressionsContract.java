package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Catalog.Tables;
import dev.rollcall.audience.ImpressionCount;
import dev.rollcall.audience.ImpressionCount.By;
import dev.rollcall.audience.ImpressionTable;
import dev.rollcall.audience.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Impressions of a catalog. */
interface CatalogImpressionsContract extends CatalogUnderTest {
  LocalDate DAY = LocalDate.parse("2027-02-01");

  private void count(Consumer<Tables> work) {
    catalog()
        .count(tables -> {
          work.accept(tables);
          return true;
        });
  }

  private static ImpressionTable.Id id(long accountId, long lo, int days) {
    return new ImpressionTable.Id(accountId, BIG, lo, DAY.plusDays(days));
  }

  private static ImpressionCount shown(By by, long entityId, int days, long shown) {
    return new ImpressionCount(100, by, entityId, DAY.plusDays(days), shown);
  }

  @Test
  default void an_id_is_new_once_in_its_account() {
    count(tables -> {
      assertThat(tables.impressions().remember(List.of(id(1, -1, 0), id(1, -1, 1), id(2, -1, 0))))
          .containsExactly(true, false, true);
      assertThat(tables.impressions().remember(List.of(id(1, 7, 0), id(1, -1, 0))))
          .containsExactly(true, false);
      assertThat(tables.impressions().remember(List.of())).isEmpty();
    });
    count(tables ->
        assertThat(tables.impressions().remember(List.of(id(2, -1, 5), id(2, 7, 0))))
            .containsExactly(false, true));
  }

  @Test
  default void ids_are_forgotten_from_a_day_back_so_many_at_a_time() {
    List<ImpressionTable.Id> old = List.of(id(1, 1, 0), id(1, 2, 0), id(1, 3, 0));
    count(tables -> {
      tables.impressions().remember(old);
      tables.impressions().remember(List.of(id(1, 4, 1)));
    });
    count(tables -> tables.impressions().forget(DAY.plusDays(1), 2));
    count(tables -> {
      int known = 0;
      for (boolean fresh : tables.impressions().remember(old)) known += fresh ? 0 : 1;
      assertThat(known).isEqualTo(1);
      tables.impressions().forget(DAY.plusDays(1), 100);
      assertThat(tables.impressions().remember(List.of(id(1, 4, 1)))).containsExactly(false);
      assertThat(tables.impressions().remember(old)).containsExactly(true, true, true);
    });
  }

  private void checkListed(
      By by, Optional<Set<Long>> ids, int from, int to, ImpressionCount... counts) {
    LocalDate first = DAY.plusDays(from);
    LocalDate last = DAY.plusDays(to);
    Page<ImpressionCount> all =
        page(tables -> tables.impressions().list(100, by, ids, first, last, 0, 500));
    assertThat(all.items()).containsExactly(counts);
    assertThat(all.total()).isEqualTo(counts.length);
  }

  @Test
  default void counts_add_up_by_day_and_are_listed_by_day_and_id() {
    count(tables -> {
      tables
          .impressions()
          .add(
              List.of(
                  shown(By.AUDIENCE, 9, 1, 5),
                  shown(By.AUDIENCE, 8, 1, BIG),
                  shown(By.AUDIENCE, BIG, 0, 2),
                  shown(By.LINE_ITEM, 9, 0, 3),
                  new ImpressionCount(101, By.AUDIENCE, 9, DAY, 1)));
      tables.impressions().add(List.of());
    });
    count(tables -> tables.impressions().add(List.of(shown(By.AUDIENCE, 9, 1, 6))));
    ImpressionCount first = shown(By.AUDIENCE, BIG, 0, 2);
    ImpressionCount second = shown(By.AUDIENCE, 8, 1, BIG);
    ImpressionCount third = shown(By.AUDIENCE, 9, 1, 11);
    checkListed(By.AUDIENCE, Optional.empty(), -5, 5, first, second, third);
    checkListed(By.AUDIENCE, Optional.empty(), 0, 0, first);
    checkListed(By.AUDIENCE, Optional.of(Set.of(9L, BIG)), 0, 1, first, third);
    checkListed(By.AUDIENCE, Optional.of(Set.of()), 0, 1);
    checkListed(By.SEGMENT, Optional.empty(), 0, 1);
    checkListed(By.LINE_ITEM, Optional.empty(), 0, 1, shown(By.LINE_ITEM, 9, 0, 3));
    LocalDate end = DAY.plusDays(1);
    assertThat(
            page(tables ->
                tables.impressions().list(100, By.AUDIENCE, Optional.empty(), DAY, end, 1, 1)))
        .isEqualTo(new Page<>(List.of(second), 3));
  }

  @Test
  default void what_served_is_known_by_its_kind() {
    count(tables -> tables.impressions().add(List.of(shown(By.SEGMENT, 9, 0, 1))));
    assertThat(this.<Boolean>read(tables -> tables.impressions().served(By.SEGMENT, 9))).isTrue();
    assertThat(this.<Boolean>read(tables -> tables.impressions().served(By.AUDIENCE, 9))).isFalse();
    assertThat(this.<Boolean>read(tables -> tables.impressions().served(By.SEGMENT, 8))).isFalse();
  }

  @Test
  default void counting_leaves_the_version_and_nothing_is_left_of_it_when_it_throws() {
    write(tables -> tables.accounts().put(account(1)));
    long version = catalog().version();
    count(tables -> tables.impressions().add(List.of(shown(By.SEGMENT, 9, 0, 1))));
    assertThatThrownBy(() ->
            count(tables -> {
              tables.impressions().remember(List.of(id(1, 1, 0)));
              tables.impressions().add(List.of(shown(By.SEGMENT, 8, 0, 1)));
              throw new CatalogTransactionContract.Broken();
            }))
        .isInstanceOf(CatalogTransactionContract.Broken.class);
    assertThatThrownBy(() -> count(Tables::newId)).isInstanceOf(IllegalStateException.class);
    assertThat(catalog().version()).isEqualTo(version);
    assertThat(this.<Boolean>read(tables -> tables.impressions().served(By.SEGMENT, 8))).isFalse();
    count(tables ->
        assertThat(tables.impressions().remember(List.of(id(1, 1, 0)))).containsExactly(true));
  }
}
