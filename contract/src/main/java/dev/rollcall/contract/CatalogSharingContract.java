package dev.rollcall.contract;

import static dev.rollcall.contract.CatalogRows.BIG;
import static dev.rollcall.contract.CatalogRows.RETAILER;
import static dev.rollcall.contract.CatalogRows.UPDATED;
import static dev.rollcall.contract.CatalogRows.retailer;
import static dev.rollcall.contract.CatalogRows.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AudienceDraft;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.SegmentFilter;
import dev.rollcall.audience.Sharing;
import dev.rollcall.audience.Sharings;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Segments of a catalog that accounts share. */
interface CatalogSharingContract extends CatalogUnderTest {
  private static Account account(long id, AccountType type, Long... retailerIds) {
    return new Account(
        id, "account " + id, type, List.of("FR"), "EUR", "Europe/Paris", Set.of(retailerIds));
  }

  /** The owner is 100, two others may address its retailer, and 103 may not. */
  private void givenAccounts() {
    write(tables -> {
      tables.retailers().put(retailer(RETAILER));
      tables.accounts().put(account(100, AccountType.SUPPLY, RETAILER));
      tables.accounts().put(account(101, AccountType.DEMAND, RETAILER, BIG));
      tables.accounts().put(account(102, AccountType.DEMAND, RETAILER));
      tables.accounts().put(account(103, AccountType.DEMAND, BIG));
    });
  }

  private static AudienceSegment shared(long id, Sharing sharing) {
    return segment(id, 100, "shared " + id).shared(sharing, UPDATED);
  }

  private Page<AudienceSegment> seenBy(long accountId, int offset, int limit) {
    return page(tables -> tables.segments().search(accountId, SegmentFilter.ALL, offset, limit));
  }

  private void checkSeen(long accountId, Long... ids) {
    Page<AudienceSegment> page = seenBy(accountId, 0, 100);
    assertThat(page.items()).extracting(AudienceSegment::id).containsExactly(ids);
    assertThat(page.total()).isEqualTo(ids.length);
  }

  @Test
  default void a_sharing_comes_back_as_it_was() {
    List<Sharing> sharings =
        List.of(
            Sharing.NONE,
            Sharing.withAll(true),
            Sharing.withAll(false),
            Sharing.with(Set.of(BIG, 101L), true));
    write(tables -> tables.segments().insert(segment(1, 100, "one")));
    for (Sharing sharing : sharings) {
      AudienceSegment changed = segment(1, 100, "one").shared(sharing, UPDATED);
      write(tables -> assertThat(tables.segments().update(changed)).isTrue());
      assertThat(find(tables -> tables.segments().find(1))).contains(changed);
    }
  }

  @Test
  default void an_account_finds_its_own_segments_and_those_shared_with_it() {
    givenAccounts();
    write(tables -> {
      tables.segments().insert(segment(4, 101, "own"));
      tables.segments().insert(shared(1, Sharing.withAll(false)));
      tables.segments().insert(shared(2, Sharing.with(Set.of(101L, 103L), false)));
      tables.segments().insert(shared(5, Sharing.with(Set.of(102L), false)));
      tables.segments().insert(segment(3, 100, "kept back"));
    });
    checkSeen(100, 1L, 2L, 3L, 5L);
    checkSeen(101, 1L, 2L, 4L);
    checkSeen(102, 1L, 5L);
    checkSeen(103);
    assertThat(find(tables -> tables.segments().named(101, "shared 1"))).isEmpty();
    assertThat(find(tables -> tables.segments().named(101, "own")))
        .contains(segment(4, 101, "own"));
    assertThat(find(tables -> tables.segments().named(101, "\0"))).isEmpty();
    checkSeen(999);
    assertThat(seenBy(101, 1, 1).items()).extracting(AudienceSegment::id).containsExactly(2L);
    assertThat(seenBy(101, 1, 1).total()).isEqualTo(3);
    SegmentFilter some =
        new SegmentFilter(
            Optional.of(Set.of(2L, 3L, 4L)),
            Optional.empty(),
            Optional.of(Set.of(RETAILER)),
            Optional.of(Set.of("shared 2", "kept back")));
    assertThat(page(tables -> tables.segments().search(101, some, 0, 10)).items())
        .extracting(AudienceSegment::id)
        .containsExactly(2L);
  }

  @Test
  default void what_is_withdrawn_or_deleted_is_found_by_nobody() {
    givenAccounts();
    write(tables -> {
      tables.segments().insert(shared(1, Sharing.with(Set.of(101L, 102L), false)));
      tables.segments().insert(shared(2, Sharing.with(Set.of(101L), false)));
    });
    write(tables -> tables.segments().update(shared(1, Sharing.with(Set.of(102L), false))));
    checkSeen(101, 2L);
    checkSeen(102, 1L);
    write(tables -> {
      tables.segments().update(shared(1, Sharing.NONE));
      tables.segments().delete(2);
    });
    checkSeen(101);
    checkSeen(102);
    checkSeen(100, 1L);
  }

  /** Whoever is first wins: a list is in use and stays shared, or it is withdrawn and unused. */
  @Test
  default void a_list_is_never_withdrawn_from_under_an_audience() {
    givenAccounts();
    Clock clock = Clock.fixed(UPDATED, ZoneOffset.UTC);
    Sharings sharings = new Sharings(catalog(), clock);
    Audiences audiences = new Audiences(catalog(), Limits.DEFAULT, clock);
    for (long id = 1; id <= 20; id++) {
      long list = id;
      write(tables -> tables.segments().insert(shared(list, Sharing.withAll(false))));
      AtomicInteger turn = new AtomicInteger();
      List<Boolean> done =
          CatalogUnderTest.together(
              2,
              () ->
                  turn.getAndIncrement() == 0
                      ? sharings.share(100, list, Sharing.NONE) instanceof Outcome.Done
                      : !audiences.create(101, List.of(using(list))).done().isEmpty());
      boolean used = !list(tables -> tables.audiences().using(list)).isEmpty();
      Sharing left = find(tables -> tables.segments().find(list)).orElseThrow().sharing();
      assertThat(done).containsOnlyOnce(true);
      assertThat(left.reaches(101)).isEqualTo(used);
    }
  }

  private static Outcome<AudienceDraft> using(long segmentId) {
    return Outcome.done(
        new AudienceDraft(
            "uses " + segmentId, Optional.empty(), RETAILER, new AlgebraNode.InSegment(segmentId)));
  }
}
