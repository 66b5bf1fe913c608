package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.CREATED;
import static dev.rollcall.contract.CatalogRows.RETAILER;
import static dev.rollcall.contract.CatalogRows.UPDATED;
import static dev.rollcall.contract.CatalogRows.account;
import static dev.rollcall.contract.CatalogRows.retailer;
import static dev.rollcall.contract.CatalogRows.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Bulk;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.MemoryAmendmentLog;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.SegmentDraft;
import dev.rollcall.audience.SegmentFilter;
import dev.rollcall.audience.SegmentType;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.IdentifierType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Segments of a catalog. */
interface CatalogSegmentsContract extends CatalogUnderTest {
  private void checkKept(AudienceSegment segment) {
    write(tables -> assertThat(tables.segments().insert(segment)).isTrue());
    assertThat(find(tables -> tables.segments().find(segment.id()))).contains(segment);
  }

  private List<Long> found(SegmentFilter filter) {
    Page<AudienceSegment> page = page(tables -> tables.segments().search(100, filter, 0, 500));
    assertThat(page.total()).isEqualTo(page.items().size());
    return page.items().stream().map(AudienceSegment::id).toList();
  }

  private static SegmentFilter ids(Set<Long> ids) {
    return new SegmentFilter(
        Optional.of(ids), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static SegmentFilter names(String... names) {
    return new SegmentFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Set.of(names)));
  }

  @Test
  default void a_segment_comes_back_as_it_was_inserted() {
    checkKept(segment(1, 100, "plain"));
    checkKept(segment(BIG, BIG + 2, BIG + 4, "ids that no double holds"));
    Definition list = new Definition.ContactList(IdentifierType.CUSTOMER_ID);
    checkKept(new AudienceSegment(2, 100, 7, "nothing said", null, list, CREATED, UPDATED, null));
    checkKept(
        new AudienceSegment(
            3, 100, 7, "a person's", "", list, CREATED.plusNanos(1_000), UPDATED, BIG));
  }

  @Test
  default void what_an_event_segment_asks_for_comes_back_as_it_was() {
    Set<String> ids = Set.of("8", "a 'b' \"c\" {d}", "\uD83D\uDE00");
    OptionalDouble none = OptionalDouble.empty();
    long id = 1;
    for (LookbackWindow window : LookbackWindow.values()) {
      for (ShopperActivity activity : ShopperActivity.values()) {
        checkKept(events(id++, new Definition.Events(activity, window, Set.of(), ids, none, none)));
      }
    }
    ShopperActivity buy = ShopperActivity.BUY;
    LookbackWindow week = LookbackWindow.LAST_7_DAYS;
    OptionalDouble zero = OptionalDouble.of(0);
    checkKept(events(id++, new Definition.Events(buy, week, ids, Set.of(), zero, none)));
    checkKept(
        events(
            id++,
            new Definition.Events(
                buy, week, ids, ids, OptionalDouble.of(2.99), OptionalDouble.of(1e300))));
    assertThat(
            found(
                new SegmentFilter(
                    Optional.empty(),
                    Optional.of(Set.of(SegmentType.EVENTS)),
                    Optional.empty(),
                    Optional.empty())))
        .hasSize((int) id - 1);
  }

  private static AudienceSegment events(long id, Definition.Events definition) {
    return new AudienceSegment(id, 100, 7, "E" + id, null, definition, CREATED, UPDATED, null);
  }

  @Test
  default void names_are_kept_to_the_code_point() {
    String[] names = {
      "Schuhe für Kühe",
      " Schuhe für Kühe ",
      "Schuhe fu\u0308r Kühe",
      "schuhe für kühe",
      "🛒🧑‍🤝‍🧑",
      "سوق",
      "'; DROP",
      "100%_\\"
    };
    for (int i = 0; i < names.length; i++) checkKept(segment(i + 1, 100, names[i]));
    for (int i = 0; i < names.length; i++)
      assertThat(found(names(names[i]))).containsExactly(i + 1L);
  }

  @Test
  default void a_name_is_taken_once_in_an_account_and_the_write_goes_on() {
    write(tables -> {
      assertThat(tables.segments().insert(segment(1, 100, "one"))).isTrue();
      assertThat(tables.segments().insert(segment(2, 100, "one"))).isFalse();
      assertThat(tables.segments().insert(segment(3, 101, "one"))).isTrue();
      assertThat(tables.segments().insert(segment(4, 100, "two"))).isTrue();
    });
    assertThat(set(tables -> tables.segments().ids())).containsExactlyInAnyOrder(1L, 3L, 4L);
  }

  @Test
  default void of_many_who_want_one_name_exactly_one_gets_it() {
    List<Boolean> got =
        CatalogUnderTest.together(
            16,
            () ->
                catalog()
                    .write(tables ->
                        tables.segments().insert(segment(tables.newId(), 100, "wanted"))));
    assertThat(got).containsOnlyOnce(true).hasSize(16);
    assertThat(found(names("wanted"))).hasSize(1);
  }

  /** Sixteen clients at once: half of them create, half find or create. */
  @Test
  default void of_sixteen_clients_who_ask_for_one_name_one_makes_the_segment_and_all_find_it() {
    write(tables -> {
      tables.retailers().put(retailer(RETAILER));
      tables.accounts().put(account(100));
    });
    Segments segments =
        new Segments(
            catalog(),
            new MemoryAmendmentLog(Populations.inMemory()),
            Clock.fixed(CREATED, ZoneOffset.UTC));
    for (int round = 0; round < 5; round++) {
      SegmentDraft draft =
          new SegmentDraft(
              " shared " + round + " ",
              Optional.empty(),
              RETAILER,
              new Definition.ContactList(IdentifierType.EMAIL));
      AtomicInteger client = new AtomicInteger();
      List<String> told =
          CatalogUnderTest.together(
              16,
              () ->
                  client.getAndIncrement() % 2 == 0
                      ? ensured(segments.ensure(100, draft))
                      : created(segments.create(100, List.of(Outcome.done(draft)))));
      assertThat(told).containsOnlyOnce("made").hasSize(16);
      assertThat(Set.copyOf(told)).isSubsetOf("made", "found", "name-must-be-unique");
      assertThat(found(names("shared " + round))).hasSize(1);
    }
  }

  private static String ensured(Outcome<Segments.Ensured> outcome) {
    return switch (outcome) {
      case Outcome.Done<Segments.Ensured>(var ensured) -> ensured.made() ? "made" : "found";
      case Outcome.Refused<Segments.Ensured>(var problem) -> problem.code().code();
    };
  }

  private static String created(Bulk<AudienceSegment> created) {
    return created.problems().isEmpty() ? "made" : created.problems().getFirst().code().code();
  }

  @Test
  default void an_id_is_inserted_once() {
    write(tables -> tables.segments().insert(segment(1, 100, "one")));
    assertThatThrownBy(() -> write(tables -> tables.segments().insert(segment(1, 100, "two"))))
        .isInstanceOf(RuntimeException.class);
    assertThat(found(SegmentFilter.ALL)).containsExactly(1L);
  }

  @Test
  default void an_update_replaces_the_segment_unless_its_new_name_is_taken() {
    AudienceSegment one = segment(1, 100, "one");
    AudienceSegment renamed = one.changed("three", null, one.definition(), UPDATED.plusSeconds(1));
    write(tables -> {
      tables.segments().insert(segment(1, 100, "one"));
      tables.segments().insert(segment(2, 100, "two"));
      assertThat(tables.segments().update(segment(1, 100, "two"))).isFalse();
      assertThat(tables.segments().find(1)).contains(segment(1, 100, "one"));
      assertThat(tables.segments().update(segment(1, 100, "one"))).isTrue();
      assertThat(tables.segments().update(renamed)).isTrue();
      assertThat(tables.segments().insert(segment(3, 100, "one"))).isTrue();
    });
    assertThat(find(tables -> tables.segments().find(1))).contains(renamed);
  }

  @Test
  default void an_update_of_no_segment_changes_nothing() {
    write(tables -> assertThat(tables.segments().update(segment(1, 100, "one"))).isFalse());
    assertThat(set(tables -> tables.segments().ids())).isEmpty();
  }

  @Test
  default void a_deleted_segment_is_gone_and_its_name_is_free() {
    write(tables -> tables.segments().insert(segment(1, 100, "one")));
    write(tables -> {
      tables.segments().delete(1);
      tables.segments().delete(99);
    });
    assertThat(find(tables -> tables.segments().find(1))).isEmpty();
    write(tables -> assertThat(tables.segments().insert(segment(2, 100, "one"))).isTrue());
  }

  private void givenFiveOfAccount100() {
    write(tables -> {
      for (long id : new long[] {BIG, 4, 2, 1, 3})
        tables.segments().insert(segment(id, 100, id % 2, "name " + id));
      tables.segments().insert(segment(5, 101, 1, "name 1"));
    });
  }

  @Test
  default void a_search_gives_the_segments_of_one_account_by_ascending_id() {
    givenFiveOfAccount100();
    assertThat(found(SegmentFilter.ALL)).containsExactly(1L, 2L, 3L, 4L, BIG);
    assertThat(page(tables -> tables.segments().search(999, SegmentFilter.ALL, 0, 10)))
        .isEqualTo(new Page<>(List.of(), 0));
  }

  @Test
  default void a_search_meets_every_filter_by_any_of_its_values() {
    givenFiveOfAccount100();
    Optional<Set<Long>> odd = Optional.of(Set.of(1L));
    Optional<Set<SegmentType>> lists =
        Optional.of(Set.of(SegmentType.CONTACT_LIST, SegmentType.EVENTS));
    assertThat(found(ids(Set.of(BIG, 2L, 5L, 77L)))).containsExactly(2L, BIG);
    assertThat(found(names("name 4", "name 1", "Name 2"))).containsExactly(1L, 4L);
    assertThat(found(names("name 4", "\0", "half a pair \ud83d"))).containsExactly(4L);
    assertThat(found(new SegmentFilter(Optional.empty(), lists, odd, Optional.empty())))
        .containsExactly(1L, 3L, BIG);
    assertThat(
            found(
                new SegmentFilter(
                    Optional.of(Set.of(1L, 2L)), lists, odd, Optional.of(Set.of("name 1")))))
        .containsExactly(1L);
    Optional<Set<SegmentType>> events = Optional.of(Set.of(SegmentType.EVENTS));
    assertThat(
            found(new SegmentFilter(Optional.empty(), events, Optional.empty(), Optional.empty())))
        .isEmpty();
  }

  @Test
  default void a_filter_without_values_meets_nothing() {
    givenFiveOfAccount100();
    assertThat(found(ids(Set.of()))).isEmpty();
    assertThat(found(names())).isEmpty();
    Optional<Set<Long>> none = Optional.of(Set.of());
    assertThat(found(new SegmentFilter(Optional.empty(), Optional.empty(), none, Optional.empty())))
        .isEmpty();
    Optional<Set<SegmentType>> noType = Optional.of(Set.of());
    assertThat(
            found(new SegmentFilter(Optional.empty(), noType, Optional.empty(), Optional.empty())))
        .isEmpty();
  }

  @Test
  default void a_filter_may_have_very_many_values() {
    givenFiveOfAccount100();
    Set<Long> many = LongStream.range(4, 70_000).boxed().collect(Collectors.toSet());
    assertThat(found(ids(many))).containsExactly(4L);
  }

  private void checkPage(int offset, int limit, Long... ids) {
    Page<AudienceSegment> page =
        page(tables -> tables.segments().search(100, SegmentFilter.ALL, offset, limit));
    assertThat(page.items()).extracting(AudienceSegment::id).containsExactly(ids);
    assertThat(page.total()).isEqualTo(5);
  }

  @Test
  default void a_page_knows_the_total_wherever_it_starts() {
    givenFiveOfAccount100();
    checkPage(0, 5, 1L, 2L, 3L, 4L, BIG);
    checkPage(0, 6, 1L, 2L, 3L, 4L, BIG);
    checkPage(0, 2, 1L, 2L);
    checkPage(2, 2, 3L, 4L);
    checkPage(4, 2, BIG);
    checkPage(5, 2);
    checkPage(Integer.MAX_VALUE, 2);
    checkPage(0, Integer.MAX_VALUE, 1L, 2L, 3L, 4L, BIG);
    checkPage(0, 0);
  }

  @Test
  default void the_segments_of_a_retailer_are_those_of_every_account() {
    givenFiveOfAccount100();
    assertThat(list(tables -> tables.segments().ofRetailer(1)))
        .extracting(AudienceSegment::id)
        .containsExactly(1L, 3L, 5L, BIG);
    assertThat(list(tables -> tables.segments().ofRetailer(9))).isEmpty();
    assertThat(set(tables -> tables.segments().ids()))
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, BIG);
  }
}
