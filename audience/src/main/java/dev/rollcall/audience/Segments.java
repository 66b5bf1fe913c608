package dev.rollcall.audience;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Makes, changes, finds and deletes an account's segments. */
public final class Segments {
  private final Catalog catalog;
  private final AmendmentLog log;
  private final Clock clock;

  public Segments(Catalog catalog, AmendmentLog log, Clock clock) {
    this.catalog = catalog;
    this.log = log;
    this.clock = clock;
  }

  /** Makes segments under partial approval; a draft already refused keeps its place. */
  public Bulk<AudienceSegment> create(long accountId, List<Outcome<SegmentDraft>> drafts) {
    Instant now = now();
    return catalog.write(
        tables -> Bulk.each(drafts, draft -> create(tables, accountId, draft, now)));
  }

  private static Outcome<AudienceSegment> create(
      Catalog.Tables tables, long accountId, SegmentDraft draft, Instant now) {
    return Texts.name(draft.name())
        .then(name ->
            Texts.description(draft.description())
                .then(description ->
                    retailer(tables, accountId, draft.retailerId())
                        .then(retailerId -> {
                          AudienceSegment segment =
                              new AudienceSegment(
                                  tables.newId(),
                                  accountId,
                                  retailerId,
                                  name,
                                  description.orElse(null),
                                  draft.definition(),
                                  now,
                                  now,
                                  null);
                          return tables.segments().insert(segment)
                              ? Outcome.done(segment)
                              : Outcome.refused(Texts.nameTaken("a segment", name));
                        })));
  }

  /**
   * The segment of a name.
   *
   * @param made whether there was none before
   */
  public record Ensured(AudienceSegment segment, boolean made) {}

  /**
   * Finds the account's segment of the draft's name, or makes it; of many who ask at once one makes
   * it and all get it. A segment that is there stays as it is, also where its description differs.
   *
   * <p>Asking comes first, since what is there already is found without a write.
   */
  public Outcome<Ensured> ensure(long accountId, SegmentDraft draft) {
    return catalog
        .<Outcome<Optional<AudienceSegment>>>read(tables ->
            Texts.name(draft.name()).map(name -> tables.segments().named(accountId, name)))
        .then(found ->
            found.isPresent()
                ? same(found.get(), draft)
                : catalog.write(tables -> ensure(tables, accountId, draft)));
  }

  private Outcome<Ensured> ensure(Catalog.Tables tables, long accountId, SegmentDraft draft) {
    return Texts.name(draft.name())
        .then(name ->
            tables
                .segments()
                .named(accountId, name)
                .map(found -> same(found, draft))
                .orElseGet(() ->
                    create(tables, accountId, draft, now()).map(made -> new Ensured(made, true))));
  }

  private static Outcome<Ensured> same(AudienceSegment found, SegmentDraft draft) {
    boolean same =
        found.retailerId() == draft.retailerId() && found.definition().equals(draft.definition());
    return same
        ? Outcome.done(new Ensured(found, false))
        : Outcome.refused(
            ProblemCode.SEGMENT_DIFFERS.because(
                "segment "
                    + found.id()
                    + " has that name, but another retailer or another kind of list"));
  }

  /** The id again, when it is that of a retailer the account may address. */
  static Outcome<Long> retailer(Catalog.Tables tables, long accountId, long retailerId) {
    boolean known =
        tables
            .accounts()
            .find(accountId)
            .filter(account -> account.retailerIds().contains(retailerId))
            .isPresent();
    return known
        ? Outcome.done(retailerId)
        : Outcome.refused(
            ProblemCode.RETAILER_NOT_FOUND.because(
                "retailerId must be that of a retailer of the account"));
  }

  /** The retailer, when it is one of the account's. */
  public Outcome<Long> retailer(long accountId, long retailerId) {
    return catalog.read(tables -> retailer(tables, accountId, retailerId));
  }

  /** The segments with these ids that the account may see, in their order. */
  public List<Outcome<AudienceSegment>> find(long accountId, List<Long> ids) {
    return catalog.read(tables -> ids.stream().map(id -> find(tables, accountId, id)).toList());
  }

  /** Changes names, descriptions and what event segments ask for, under partial approval. */
  public Bulk<AudienceSegment> update(long accountId, List<Outcome<SegmentEdit>> edits) {
    Instant now = now();
    return catalog.write(tables ->
        Bulk.each(
            edits,
            edit ->
                writable(tables, accountId, edit.segmentId())
                    .then(segment ->
                        Texts.name(edit.name().apply(segment.name()))
                            .then(name ->
                                Texts.description(
                                        edit.description()
                                            .apply(Optional.ofNullable(segment.description())))
                                    .then(description ->
                                        definition(segment, edit)
                                            .then(definition -> {
                                              AudienceSegment changed =
                                                  segment.changed(
                                                      name,
                                                      description.orElse(null),
                                                      definition,
                                                      now);
                                              return tables.segments().update(changed)
                                                  ? Outcome.done(changed)
                                                  : Outcome.refused(
                                                      Texts.nameTaken("a segment", name));
                                            }))))));
  }

  private static Outcome<Definition> definition(AudienceSegment segment, SegmentEdit edit) {
    return edit.events()
        .map(events -> events.apply(segment.definition()))
        .orElseGet(() -> Outcome.done(segment.definition()));
  }

  /**
   * Deletes segments that no audience uses and that never served, under partial approval; gives
   * back their ids.
   */
  public Bulk<Long> delete(long accountId, List<Outcome<Long>> ids) {
    Bulk<AudienceSegment> deleted =
        catalog.write(tables ->
            Bulk.each(
                ids,
                id ->
                    writable(tables, accountId, id)
                        .then(segment -> {
                          if (!tables.audiences().using(id).isEmpty())
                            return Outcome.refused(inUse());
                          if (tables.impressions().served(ImpressionCount.By.SEGMENT, id))
                            return Outcome.refused(served());
                          tables.segments().delete(id);
                          return Outcome.done(segment);
                        })));
    catalog.afterwards(() -> drop(deleted.done()));
    return new Bulk<>(
        deleted.done().stream().map(AudienceSegment::id).toList(), deleted.problems());
  }

  private static Problem inUse() {
    return ProblemCode.SEGMENT_MUST_NOT_BE_USED_IN_AUDIENCE.because(
        "The segment must be removed from all audiences to be able to delete it");
  }

  private static Problem served() {
    return ProblemCode.SEGMENT_HAS_SERVED_IMPRESSIONS.because(
        "The segment has had a part in impressions, whose counts name it; clear its list instead");
  }

  /**
   * Lets go of the lists of deleted segments; what a crash leaves behind, {@link #dropOrphans} lets
   * go of.
   */
  private void drop(List<AudienceSegment> deleted) {
    Instant now = now();
    try {
      deleted.stream()
          .map(s -> log.append(new LogRecord.Drop(s.retailerId(), s.id(), now)))
          .toList()
          .forEach(done -> done.join());
    } catch (CompletionException e) {
      throw new LogUnavailable("the amendment log refused a record", e);
    }
  }

  /**
   * Lets go of every list whose segment or stage is gone from the catalog; returns how many there
   * were.
   *
   * @throws IllegalStateException when the catalog never had such a segment: it is another one than
   *     the log goes with, or an older copy, and would let go of lists that are wanted
   */
  public int dropOrphans(Populations populations) {
    Set<Long> known =
        catalog.read(tables -> {
          Set<Long> ids = new HashSet<>(tables.segments().ids());
          tables.stages().list().forEach(stage -> ids.add(stage.id()));
          return ids;
        });
    List<LogRecord> drops = new ArrayList<>();
    long newest = 0;
    for (Population population : populations.all()) {
      for (long segmentId : population.view().segmentIds()) {
        if (known.contains(segmentId)) continue;
        drops.add(new LogRecord.Drop(population.retailerId(), segmentId, now()));
        newest = Math.max(newest, segmentId);
      }
    }
    if (!drops.isEmpty() && newest >= catalog.write(Catalog.Tables::newId))
      throw new IllegalStateException(
          "the catalog is not the one that the amendment log goes with, or an older copy of it:"
              + " the log has a list of segment "
              + newest
              + ", an id the catalog has not given yet");
    for (LogRecord drop : drops) log.appendAndWait(drop);
    return drops.size();
  }

  /** The segments that an account may use and that pass the filter, by ascending id. */
  public Page<AudienceSegment> search(long accountId, SegmentFilter filter, int offset, int limit) {
    return catalog.read(tables -> tables.segments().search(accountId, filter, offset, limit));
  }

  /** The segment, when the account may use it: as its own, or as one shared with it. */
  public static Outcome<AudienceSegment> find(
      Catalog.Tables tables, long accountId, long segmentId) {
    return tables
        .segments()
        .find(segmentId)
        .filter(segment ->
            segment.accountId() == accountId
                || tables.accounts().find(accountId).filter(segment::visibleTo).isPresent())
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(notFound(segmentId)));
  }

  /** The segment, for the account to change: one shared with it is not. */
  public static Outcome<AudienceSegment> writable(
      Catalog.Tables tables, long accountId, long segmentId) {
    return find(tables, accountId, segmentId)
        .then(segment ->
            segment.accountId() == accountId
                ? Outcome.done(segment)
                : Outcome.refused(readOnly(segmentId)));
  }

  static Problem readOnly(long segmentId) {
    return ProblemCode.SEGMENT_READ_ONLY.because(
        "segment " + segmentId + " is shared with the account; only its owner changes it");
  }

  /** The segment, for the account to be told what only its owner is: its history, its sharing. */
  public static Outcome<AudienceSegment> owned(
      Catalog.Tables tables, long accountId, long segmentId) {
    return find(tables, accountId, segmentId)
        .then(segment ->
            segment.accountId() == accountId
                ? Outcome.done(segment)
                : Outcome.refused(ownersOnly(segmentId)));
  }

  static Problem ownersOnly(long segmentId) {
    return ProblemCode.PERMISSION_DENIED.because(
        "segment " + segmentId + " is shared with the account; its owner does not tell this of it");
  }

  /**
   * Those of these segments whose statistics none of the accounts may read: their owner keeps them,
   * or they are no more.
   */
  public Set<Long> withheld(Set<Long> segmentIds, Set<Long> accountIds) {
    Set<Long> withheld = new HashSet<>(segmentIds);
    if (withheld.isEmpty()) return withheld;
    return catalog.read(tables -> {
      withheld.removeIf(id ->
          tables
              .segments()
              .find(id)
              .filter(s -> accountIds.contains(s.accountId()) || s.sharing().statistics())
              .isPresent());
      return withheld;
    });
  }

  /** The segment again, when it is a contact list. */
  public static Outcome<AudienceSegment> list(AudienceSegment segment) {
    return switch (segment.definition()) {
      case Definition.ContactList list -> Outcome.done(segment);
      case Definition.Events events -> Outcome.refused(notList(segment.id()));
    };
  }

  static Problem notList(long segmentId) {
    return ProblemCode.SEGMENT_NOT_CONTACT_LIST.because(
        "Segment " + segmentId + " is made from shopping events and has no list");
  }

  static Problem notFound(long segmentId) {
    return ProblemCode.SEGMENT_NOT_FOUND.because(
        "there is no segment " + segmentId + " in the account");
  }

  private Instant now() {
    return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }
}
