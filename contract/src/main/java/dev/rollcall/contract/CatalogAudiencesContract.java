package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.CREATED;
import static dev.rollcall.contract.CatalogRows.UPDATED;
import static dev.rollcall.contract.CatalogRows.audience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceFilter;
import dev.rollcall.audience.Page;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Audiences of a catalog. */
interface CatalogAudiencesContract extends CatalogUnderTest {
  private static AlgebraNode any(long... segmentIds) {
    return new Or(
        java.util.Arrays.stream(segmentIds)
            .mapToObj(id -> (AlgebraNode) new InSegment(id))
            .toList());
  }

  private List<Long> found(AudienceFilter filter) {
    Page<Audience> page = page(tables -> tables.audiences().search(100, filter, 0, 500));
    assertThat(page.total()).isEqualTo(page.items().size());
    return page.items().stream().map(Audience::id).toList();
  }

  private static AudienceFilter segments(Set<Long> ids) {
    return new AudienceFilter(
        Optional.empty(), Optional.of(ids), Optional.empty(), Optional.empty());
  }

  private void checkKept(Audience audience) {
    write(tables -> assertThat(tables.audiences().insert(audience)).isTrue());
    assertThat(find(tables -> tables.audiences().find(audience.id()))).contains(audience);
  }

  @Test
  default void an_audience_comes_back_as_it_was_inserted() {
    checkKept(audience(1, 100, "plain", new InSegment(10)));
    checkKept(new Audience(BIG, BIG, BIG, "سوق 🛒", null, any(BIG), CREATED, UPDATED, null));
    checkKept(
        new Audience(2, 100, 7, "a person's", "", any(1), CREATED.plusNanos(1_000), UPDATED, BIG));
  }

  @Test
  default void any_algebra_comes_back_node_by_node() {
    Random random = new Random(20270131);
    for (long id = 1; id <= 40; id++) checkKept(audience(id, 100, "tree " + id, tree(random, 8)));
  }

  private static AlgebraNode tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) return new InSegment(BIG + random.nextInt(20));
    List<AlgebraNode> nodes =
        IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> tree(random, depth - 1)).toList();
    return switch (random.nextInt(3)) {
      case 0 -> new And(nodes);
      case 1 -> new Or(nodes);
      default -> new Not(nodes.getFirst());
    };
  }

  @Test
  default void a_name_is_taken_by_one_audience_of_an_account_and_the_write_goes_on() {
    write(tables -> {
      assertThat(tables.audiences().insert(audience(1, 100, "one", any(10)))).isTrue();
      assertThat(tables.audiences().insert(audience(2, 100, "one", any(11)))).isFalse();
      assertThat(tables.audiences().insert(audience(3, 101, "one", any(12)))).isTrue();
      assertThat(tables.audiences().insert(audience(4, 100, "two", any(13)))).isTrue();
      assertThat(tables.audiences().update(audience(4, 100, "one", any(14)))).isFalse();
      assertThat(tables.audiences().using(11)).isEmpty();
      assertThat(tables.audiences().using(13)).containsExactly(4L);
      assertThat(tables.audiences().using(14)).isEmpty();
    });
    assertThat(found(AudienceFilter.ALL)).containsExactly(1L, 4L);
  }

  @Test
  default void of_many_who_want_one_audience_name_exactly_one_gets_it() {
    List<Boolean> got =
        CatalogUnderTest.together(
            16,
            () ->
                catalog()
                    .write(tables ->
                        tables
                            .audiences()
                            .insert(audience(tables.newId(), 100, "wanted", any(1)))));
    assertThat(got).containsOnlyOnce(true).hasSize(16);
  }

  @Test
  default void an_audience_id_is_inserted_once() {
    write(tables -> tables.audiences().insert(audience(1, 100, "one", any(10))));
    assertThatThrownBy(
            () -> write(tables -> tables.audiences().insert(audience(1, 100, "two", any(10)))))
        .isInstanceOf(RuntimeException.class);
    assertThat(found(AudienceFilter.ALL)).containsExactly(1L);
  }

  @Test
  default void an_update_replaces_the_audience_and_the_segments_it_uses() {
    Audience revised =
        audience(1, 100, "one", any(10, 11))
            .revised("new", null, any(11, 12), UPDATED.plusMillis(1));
    write(tables -> tables.audiences().insert(audience(1, 100, "one", any(10, 11))));
    write(tables -> assertThat(tables.audiences().update(revised)).isTrue());
    assertThat(find(tables -> tables.audiences().find(1))).contains(revised);
    assertThat(list(tables -> tables.audiences().using(10))).isEmpty();
    assertThat(list(tables -> tables.audiences().using(11))).containsExactly(1L);
    assertThat(list(tables -> tables.audiences().using(12))).containsExactly(1L);
  }

  @Test
  default void an_update_of_no_audience_changes_nothing() {
    write(tables ->
        assertThat(tables.audiences().update(audience(1, 100, "one", any(10)))).isFalse());
    assertThat(list(tables -> tables.audiences().using(10))).isEmpty();
    assertThat(found(AudienceFilter.ALL)).isEmpty();
  }

  @Test
  default void a_deleted_audience_uses_no_segment_and_its_name_is_free() {
    write(tables -> tables.audiences().insert(audience(1, 100, "one", any(10))));
    write(tables -> {
      tables.audiences().delete(1);
      tables.audiences().delete(99);
    });
    assertThat(find(tables -> tables.audiences().find(1))).isEmpty();
    assertThat(list(tables -> tables.audiences().using(10))).isEmpty();
    assertThat(found(segments(Set.of(10L)))).isEmpty();
    write(
        tables -> assertThat(tables.audiences().insert(audience(2, 100, "one", any(10)))).isTrue());
  }

  private void givenThreeOfAccount100() {
    AlgebraNode nested =
        new And(List.of(any(20, 10), new Not(new InSegment(BIG)), new InSegment(20)));
    write(tables -> {
      tables.audiences().insert(audience(BIG, 100, "nested", nested));
      tables.audiences().insert(audience(2, 100, "two", any(10)));
      tables.audiences().insert(audience(1, 100, "one", any(11)));
      tables.audiences().insert(audience(3, 101, "one", any(10)));
    });
  }

  @Test
  default void the_audiences_using_a_segment_are_those_of_every_account() {
    givenThreeOfAccount100();
    assertThat(list(tables -> tables.audiences().using(10))).containsExactly(2L, 3L, BIG);
    assertThat(list(tables -> tables.audiences().using(20))).containsExactly(BIG);
    assertThat(list(tables -> tables.audiences().using(BIG))).containsExactly(BIG);
    assertThat(list(tables -> tables.audiences().using(99))).isEmpty();
  }

  @Test
  default void a_search_for_audiences_meets_every_filter_by_any_of_its_values() {
    givenThreeOfAccount100();
    Optional<Set<Long>> all = Optional.of(Set.of(1L, 2L, 3L, BIG));
    Optional<Set<Long>> here = Optional.of(Set.of(CatalogRows.RETAILER, 8L));
    assertThat(found(AudienceFilter.ALL)).containsExactly(1L, 2L, BIG);
    assertThat(found(segments(Set.of(10L, 20L)))).containsExactly(2L, BIG);
    assertThat(found(segments(Set.of(99L)))).isEmpty();
    assertThat(
            found(
                new AudienceFilter(
                    all, Optional.empty(), here, Optional.of(Set.of("one", "nested")))))
        .containsExactly(1L, BIG);
    assertThat(
            found(
                new AudienceFilter(
                    all, Optional.of(Set.of(10L)), here, Optional.of(Set.of("one", "two")))))
        .containsExactly(2L);
  }

  @Test
  default void an_audience_filter_without_values_meets_nothing() {
    givenThreeOfAccount100();
    Optional<Set<Long>> none = Optional.of(Set.of());
    assertThat(found(segments(Set.of()))).isEmpty();
    assertThat(
            found(new AudienceFilter(none, Optional.empty(), Optional.empty(), Optional.empty())))
        .isEmpty();
    assertThat(
            found(new AudienceFilter(Optional.empty(), Optional.empty(), none, Optional.empty())))
        .isEmpty();
    Optional<Set<String>> noName = Optional.of(Set.of());
    assertThat(
            found(new AudienceFilter(Optional.empty(), Optional.empty(), Optional.empty(), noName)))
        .isEmpty();
  }

  @Test
  default void a_page_of_audiences_knows_the_total() {
    givenThreeOfAccount100();
    Page<Audience> page = page(tables -> tables.audiences().search(100, AudienceFilter.ALL, 1, 1));
    assertThat(page.items()).extracting(Audience::id).containsExactly(2L);
    assertThat(page.total()).isEqualTo(3);
    assertThat(page(tables -> tables.audiences().search(100, AudienceFilter.ALL, 3, 1)))
        .isEqualTo(new Page<>(List.of(), 3));
  }

  @Test
  default void the_audiences_of_a_retailer_are_those_of_every_account() {
    givenThreeOfAccount100();
    assertThat(list(tables -> tables.audiences().ofRetailer(CatalogRows.RETAILER)))
        .extracting(Audience::id)
        .containsExactly(1L, 2L, 3L, BIG);
    assertThat(list(tables -> tables.audiences().ofRetailer(9))).isEmpty();
  }
}
