package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.CREATED;
import static dev.rollcall.contract.CatalogRows.lineItem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.Targeting;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Line items of a catalog. */
interface CatalogLineItemsContract extends CatalogUnderTest {
  private void checkKept(LineItem lineItem) {
    write(tables -> tables.lineItems().put(lineItem));
    assertThat(list(tables -> tables.lineItems().withId(lineItem.id()))).contains(lineItem);
  }

  @Test
  default void a_line_item_comes_back_as_it_was_put() {
    checkKept(lineItem(1, 7, 10L, BIG));
    checkKept(new LineItem(BIG, BIG, BIG, "Été 🛒", null, null, Targeting.EVERYONE));
    Targeting out = new Targeting(Targeting.Scope.EXCLUDE, Set.of(3L, 1L));
    checkKept(new LineItem(2, 100, 7, "from", CREATED, null, out));
    checkKept(new LineItem(3, 100, 7, "until", null, CREATED, out));
    assertThat(list(tables -> tables.lineItems().withId(99))).isEmpty();
  }

  @Test
  default void a_line_item_replaces_the_one_with_its_id_targeting_included() {
    write(tables -> tables.lineItems().put(lineItem(1, 7, 10L, 11L)));
    write(tables -> tables.lineItems().put(lineItem(1, 7, 11L, 12L)));
    assertThat(list(tables -> tables.lineItems().list())).containsExactly(lineItem(1, 7, 11L, 12L));
    assertThat(list(tables -> tables.lineItems().targeting(10))).isEmpty();
    assertThat(list(tables -> tables.lineItems().targeting(11))).containsExactly(1L);
    assertThat(list(tables -> tables.lineItems().targeting(12))).containsExactly(1L);
  }

  @Test
  default void two_accounts_have_a_line_item_each_of_one_id() {
    LineItem ours = lineItem(1, 7, 10L);
    LineItem theirs = new LineItem(1, 99, 8, "theirs", null, null, ours.targeting());
    LineItem untargeted = theirs.targeting(Targeting.EVERYONE);
    write(tables -> {
      tables.lineItems().put(ours);
      tables.lineItems().put(theirs);
    });
    assertThat(list(tables -> tables.lineItems().withId(1))).containsExactly(theirs, ours);
    assertThat(list(tables -> tables.lineItems().list())).containsExactly(theirs, ours);
    assertThat(list(tables -> tables.lineItems().ofRetailer(7))).containsExactly(ours);
    assertThat(list(tables -> tables.lineItems().targeting(10))).containsExactly(1L, 1L);
    write(tables -> tables.lineItems().put(untargeted));
    assertThat(list(tables -> tables.lineItems().withId(1))).containsExactly(untargeted, ours);
    assertThat(list(tables -> tables.lineItems().targeting(10))).containsExactly(1L);
  }

  @Test
  default void line_items_are_listed_by_ascending_id() {
    write(tables -> {
      tables.lineItems().put(lineItem(BIG, 7, 10L));
      tables.lineItems().put(lineItem(3, 8, 10L));
      tables.lineItems().put(lineItem(2, 7));
    });
    assertThat(list(tables -> tables.lineItems().list()))
        .extracting(LineItem::id)
        .containsExactly(2L, 3L, BIG);
    assertThat(list(tables -> tables.lineItems().ofRetailer(7)))
        .extracting(LineItem::id)
        .containsExactly(2L, BIG);
    assertThat(list(tables -> tables.lineItems().ofRetailer(9))).isEmpty();
  }

  @Test
  default void
      the_line_items_targeting_an_audience_are_those_that_let_it_in_and_those_that_keep_it_out() {
    write(tables -> {
      tables.lineItems().put(lineItem(BIG, 7, 10L, BIG));
      tables
          .lineItems()
          .put(lineItem(2, 7).targeting(new Targeting(Targeting.Scope.EXCLUDE, Set.of(10L))));
      tables.lineItems().put(lineItem(3, 7));
    });
    assertThat(list(tables -> tables.lineItems().targeting(10))).containsExactly(2L, BIG);
    assertThat(list(tables -> tables.lineItems().targeting(BIG))).containsExactly(BIG);
    assertThat(list(tables -> tables.lineItems().targeting(99))).isEmpty();
  }
}
