package dev.rollcall.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rollcall.identity.Channel;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments, audiences and line items together, over the memory catalog. */
class CatalogUseCasesTest {
  private static final long BRAND = 1;
  private static final long OTHER = 2;
  private static final long RETAILER = 11;
  private static final long ELSEWHERE = 12;
  private static final Application CALLER =
      new Application(
          5,
          1,
          "app",
          "client",
          "00",
          Set.of(Permission.values()),
          Set.of(BRAND),
          OptionalInt.empty(),
          true);

  private final Catalog catalog = new MemoryCatalog();
  private final Populations populations = Populations.inMemory();
  private final AmendmentLog log = new MemoryAmendmentLog(populations);
  private final Clock clock = Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC);
  private final Segments segments = new Segments(catalog, log, clock);
  private final Audiences audiences = new Audiences(catalog, Limits.DEFAULT, clock);
  private final LineItems lineItems = new LineItems(catalog);

  @BeforeEach
  void seed() {
    catalog.write(tables -> {
      tables
          .accounts()
          .put(
              new Account(
                  BRAND,
                  "Brand",
                  AccountType.DEMAND,
                  List.of("FR"),
                  "EUR",
                  "Europe/Paris",
                  Set.of(RETAILER, ELSEWHERE)));
      tables
          .accounts()
          .put(
              new Account(
                  OTHER,
                  "Other",
                  AccountType.DEMAND,
                  List.of("FR"),
                  "EUR",
                  "Europe/Paris",
                  Set.of(RETAILER)));
      tables
          .retailers()
          .put(new Retailer(RETAILER, "Shop", Publication.CONTINUOUS, "00".repeat(16)));
      tables
          .retailers()
          .put(new Retailer(ELSEWHERE, "Elsewhere", Publication.CONTINUOUS, "11".repeat(16)));
      return 0;
    });
  }

  @Test
  void items_are_independent_and_applied_in_order() {
    Bulk<AudienceSegment> made =
        segments.create(BRAND, List.of(draft("  One "), draft("One"), draft(" "), draft("Two")));
    assertThat(made.done()).extracting(AudienceSegment::name).containsExactly("One", "Two");
    assertThat(made.problems())
        .containsExactly(
            ProblemCode.NAME_MUST_BE_UNIQUE.at(
                "@data/1", "the account already has a segment named \"One\""),
            ProblemCode.NAME_MUST_NOT_BE_EMPTY.at(
                "@data/2", "name must have a character that is not blank"));

    long one = made.done().getFirst().id();
    long two = made.done().getLast().id();
    Bulk<AudienceSegment> renamed =
        segments.update(BRAND, List.of(rename(one, "Uno"), rename(two, "One"), rename(999, "x")));
    assertThat(renamed.done()).extracting(AudienceSegment::name).containsExactly("Uno", "One");
    assertThat(codes(renamed)).containsExactly(ProblemCode.SEGMENT_NOT_FOUND);
  }

  @Test
  void texts_are_counted_in_code_points() {
    String smile = "\uD83D\uDE00";
    assertThat(codes(segments.create(BRAND, List.of(draft(smile.repeat(256)))))).isEmpty();
    assertThat(codes(segments.create(BRAND, List.of(draft("n".repeat(257))))))
        .containsExactly(ProblemCode.NAME_TOO_LONG);
    SegmentDraft described =
        new SegmentDraft("d", Optional.of(smile.repeat(501)), RETAILER, emails());
    assertThat(codes(segments.create(BRAND, List.of(Outcome.done(described)))))
        .containsExactly(ProblemCode.DESCRIPTION_TOO_LONG);
  }

  @Test
  void a_retailer_must_be_one_of_the_accounts() {
    SegmentDraft draft = new SegmentDraft("x", Optional.empty(), ELSEWHERE, emails());
    assertThat(codes(segments.create(OTHER, List.of(Outcome.done(draft)))))
        .containsExactly(ProblemCode.RETAILER_NOT_FOUND);
  }

  @Test
  void a_segment_of_another_account_is_as_unknown_as_one_that_never_was() {
    long foreign = segment(OTHER, "Theirs", RETAILER, emails());
    assertThat(
            codes(segments.delete(BRAND, List.of(Outcome.done(foreign), Outcome.done(424_242L)))))
        .containsExactly(ProblemCode.SEGMENT_NOT_FOUND, ProblemCode.SEGMENT_NOT_FOUND);
    assertThat(codes(audience("A", RETAILER, new AlgebraNode.InSegment(foreign))))
        .containsExactly(ProblemCode.SEGMENT_NOT_FOUND);
  }

  @Test
  void a_segment_in_use_and_an_audience_in_use_cannot_be_deleted() {
    long segment = segment(BRAND, "S", RETAILER, emails());
    long audience =
        audience("A", RETAILER, new AlgebraNode.InSegment(segment))
            .done()
            .getFirst()
            .audience()
            .id();
    lineItems.put(new LineItemDraft(77, BRAND, RETAILER, "Line", null, null));
    lineItems.append(CALLER, 77, Set.of(audience));

    assertThat(segments.delete(BRAND, List.of(Outcome.done(segment))).problems())
        .containsExactly(
            ProblemCode.SEGMENT_MUST_NOT_BE_USED_IN_AUDIENCE.at(
                "@data/0",
                "The segment must be removed from all audiences to be able to delete it"));
    assertThat(codes(audiences.delete(BRAND, List.of(Outcome.done(audience)))))
        .containsExactly(ProblemCode.AUDIENCE_MUST_NOT_BE_USED_IN_LINE_ITEM);

    lineItems.delete(CALLER, 77, Set.of(audience));
    assertThat(audiences.delete(BRAND, List.of(Outcome.done(audience))).done())
        .containsExactly(audience);
    assertThat(segments.delete(BRAND, List.of(Outcome.done(segment))).done())
        .containsExactly(segment);
    assertThat(log.position()).isOne();
  }

  @Test
  void lists_are_let_go_of_when_the_catalog_once_had_their_segment() {
    long kept = segments.create(BRAND, List.of(draft("Kept"))).done().getFirst().id();
    long gone = segments.create(BRAND, List.of(draft("Gone"))).done().getFirst().id();
    put(kept);
    put(gone);
    catalog.write(tables -> {
      tables.segments().delete(gone);
      return gone;
    });
    assertThat(segments.dropOrphans(populations)).isOne();
    assertThat(segments.dropOrphans(populations)).isZero();
    assertThat(populations.view(RETAILER).segmentIds()).containsExactly(kept);
  }

  @Test
  void lists_of_another_catalog_are_not_let_go_of() {
    put(2_000);
    assertThatIllegalStateException()
        .isThrownBy(() -> segments.dropOrphans(populations))
        .withMessageContainingAll("catalog", "segment 2000");
    assertThat(populations.view(RETAILER).segmentIds()).containsExactly(2_000L);
  }

  private void put(long segmentId) {
    IdentifierKeys one = new IdentifierKeys(new long[] {1, 1}, 1);
    log.append(
            new LogRecord.Amend(
                RETAILER, segmentId, 1, clock.instant(), true, IdentifierType.EMAIL, one))
        .join();
  }

  @Test
  void an_audience_takes_segments_of_its_own_retailer_and_has_the_channels_they_share() {
    long emails = segment(BRAND, "E", RETAILER, emails());
    long customers =
        segment(BRAND, "C", RETAILER, new Definition.ContactList(IdentifierType.CUSTOMER_ID));
    long elsewhere = segment(BRAND, "X", ELSEWHERE, emails());
    AlgebraNode mixed =
        new AlgebraNode.And(
            List.of(new AlgebraNode.InSegment(emails), new AlgebraNode.InSegment(elsewhere)));
    assertThat(codes(audience("Mixed", RETAILER, mixed)))
        .containsExactly(ProblemCode.SEGMENT_RETAILER_MISMATCH);
    assertThat(
            audience("E", RETAILER, new AlgebraNode.InSegment(emails)).done().getFirst().channels())
        .containsExactly(Channel.OFFSITE);
    AlgebraNode both =
        new AlgebraNode.And(
            List.of(new AlgebraNode.InSegment(emails), new AlgebraNode.InSegment(customers)));
    assertThat(audience("B", RETAILER, both).done().getFirst().channels()).isEmpty();
  }

  @Test
  void an_update_keeps_what_is_absent_and_clears_what_is_emptied() {
    long segment = segment(BRAND, "S", RETAILER, emails());
    Audiences.Reachable made =
        audiences
            .create(
                BRAND,
                List.of(
                    Outcome.done(
                        new AudienceDraft(
                            "A",
                            Optional.of("why"),
                            RETAILER,
                            new AlgebraNode.InSegment(segment)))))
            .done()
            .getFirst();
    long id = made.audience().id();
    AudienceEdit nothing = new AudienceEdit(id, Change.keep(), Change.keep(), Change.keep());
    assertThat(
            audiences
                .update(BRAND, List.of(Outcome.done(nothing)))
                .done()
                .getFirst()
                .audience()
                .description())
        .isEqualTo("why");
    AudienceEdit cleared =
        new AudienceEdit(id, Change.keep(), Change.set(Optional.empty()), Change.keep());
    assertThat(
            audiences
                .update(BRAND, List.of(Outcome.done(cleared)))
                .done()
                .getFirst()
                .audience()
                .description())
        .isNull();
  }

  @Test
  void a_line_item_keeps_its_account_retailer_and_targeting() {
    long segment = segment(BRAND, "S", RETAILER, emails());
    long audience =
        audience("A", RETAILER, new AlgebraNode.InSegment(segment))
            .done()
            .getFirst()
            .audience()
            .id();
    lineItems.put(new LineItemDraft(9_007_199_254_740_993L, BRAND, RETAILER, "Line", null, null));
    lineItems.target(
        CALLER, 9_007_199_254_740_993L, new Targeting(Targeting.Scope.EXCLUDE, Set.of(audience)));
    lineItems.put(
        new LineItemDraft(9_007_199_254_740_993L, BRAND, RETAILER, "Renamed", null, null));
    assertThat(lineItems.find(CALLER, 9_007_199_254_740_993L).map(LineItem::targeting))
        .isEqualTo(Outcome.done(new Targeting(Targeting.Scope.EXCLUDE, Set.of(audience))));
    assertThat(
            refusal(
                lineItems.put(
                    new LineItemDraft(
                        9_007_199_254_740_993L, BRAND, ELSEWHERE, "Line", null, null))))
        .contains(ProblemCode.LINE_ITEM_IMMUTABLE);
    assertThat(refusal(lineItems.append(CALLER, 9_007_199_254_740_993L, Set.of(4L))))
        .contains(ProblemCode.AUDIENCE_NOT_FOUND);
    assertThat(refusal(lineItems.append(CALLER, 4L, Set.of())))
        .contains(ProblemCode.LINE_ITEM_NOT_FOUND);
  }

  @Test
  void a_line_item_runs_for_a_millisecond_at_least() {
    Instant start = Instant.parse("2030-01-01T00:00:00.001000001Z");
    assertThat(
            refusal(
                lineItems.put(
                    new LineItemDraft(
                        78, BRAND, RETAILER, "Line", start, start.plusNanos(998_000)))))
        .contains(ProblemCode.INVALID_VALUE);
    assertThat(
            lineItems
                .put(new LineItemDraft(78, BRAND, RETAILER, "Line", start, start.plusMillis(1)))
                .map(lineItem -> String.valueOf(lineItem.start())))
        .isEqualTo(Outcome.done("2030-01-01T00:00:00.001Z"));
  }

  private long segment(long accountId, String name, long retailerId, Definition definition) {
    return segments
        .create(
            accountId,
            List.of(Outcome.done(new SegmentDraft(name, Optional.empty(), retailerId, definition))))
        .done()
        .getFirst()
        .id();
  }

  private Bulk<Audiences.Reachable> audience(String name, long retailerId, AlgebraNode algebra) {
    return audiences.create(
        BRAND,
        List.of(Outcome.done(new AudienceDraft(name, Optional.empty(), retailerId, algebra))));
  }

  private static Outcome<SegmentDraft> draft(String name) {
    return Outcome.done(new SegmentDraft(name, Optional.empty(), RETAILER, emails()));
  }

  private static Outcome<SegmentEdit> rename(long id, String name) {
    return Outcome.done(new SegmentEdit(id, Change.set(name), Change.keep(), Optional.empty()));
  }

  private static Definition emails() {
    return new Definition.ContactList(IdentifierType.EMAIL);
  }

  private static Stream<ProblemCode> codes(Bulk<?> bulk) {
    return bulk.problems().stream().map(Problem::code);
  }

  private static Optional<ProblemCode> refusal(Outcome<?> outcome) {
    return outcome instanceof Outcome.Refused<?>(Problem problem)
        ? Optional.of(problem.code())
        : Optional.empty();
  }
}
