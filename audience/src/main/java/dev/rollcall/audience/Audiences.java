package dev.rollcall.audience;

import dev.rollcall.identity.Channel;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes, changes, finds and deletes an account's audiences. */
public final class Audiences {
  private final Catalog catalog;
  private final Limits limits;
  private final Clock clock;

  public Audiences(Catalog catalog, Limits limits, Clock clock) {
    this.catalog = catalog;
    this.limits = limits;
    this.clock = clock;
  }

  /** An audience with where its members can be reached: the channels all its segments share. */
  public record Reachable(Audience audience, Set<Channel> channels) {
    public Reachable {
      channels = Set.copyOf(channels);
    }
  }

  /** Makes audiences under partial approval; a draft already refused keeps its place. */
  public Bulk<Reachable> create(long accountId, List<Outcome<AudienceDraft>> drafts) {
    Instant now = now();
    return catalog.write(
        tables -> Bulk.each(drafts, draft -> create(tables, accountId, draft, now)));
  }

  private Outcome<Reachable> create(
      Catalog.Tables tables, long accountId, AudienceDraft draft, Instant now) {
    return Texts.name(draft.name())
        .then(name ->
            Texts.description(draft.description())
                .then(description ->
                    Segments.retailer(tables, accountId, draft.retailerId())
                        .then(retailerId ->
                            allowed(tables, accountId, retailerId, draft.algebra())
                                .then(algebra -> {
                                  Audience audience =
                                      new Audience(
                                          tables.newId(),
                                          accountId,
                                          retailerId,
                                          name,
                                          description.orElse(null),
                                          algebra,
                                          now,
                                          now,
                                          null);
                                  return tables.audiences().insert(audience)
                                      ? Outcome.done(reachable(tables, audience))
                                      : Outcome.refused(Texts.nameTaken("an audience", name));
                                }))));
  }

  /** Changes audiences under partial approval. */
  public Bulk<Reachable> update(long accountId, List<Outcome<AudienceEdit>> edits) {
    Instant now = now();
    return catalog.write(tables ->
        Bulk.each(
            edits,
            edit ->
                find(tables, accountId, edit.audienceId())
                    .then(audience -> update(tables, audience, edit, now))));
  }

  private Outcome<Reachable> update(
      Catalog.Tables tables, Audience audience, AudienceEdit edit, Instant now) {
    return Texts.name(edit.name().apply(audience.name()))
        .then(name ->
            Texts.description(edit.description().apply(Optional.ofNullable(audience.description())))
                .then(description ->
                    changedAlgebra(tables, audience, edit.algebra())
                        .then(algebra -> {
                          Audience changed =
                              audience.revised(name, description.orElse(null), algebra, now);
                          return tables.audiences().update(changed)
                              ? Outcome.done(reachable(tables, changed))
                              : Outcome.refused(Texts.nameTaken("an audience", name));
                        })));
  }

  private Outcome<AlgebraNode> changedAlgebra(
      Catalog.Tables tables, Audience audience, Change<AlgebraNode> change) {
    return switch (change) {
      case Change.Keep<AlgebraNode>() -> Outcome.done(audience.algebra());
      case Change.Set<AlgebraNode>(var algebra) ->
          allowed(tables, audience.accountId(), audience.retailerId(), algebra);
    };
  }

  /**
   * An algebra that is not saved, when an audience of the account and the retailer could have it.
   */
  public Outcome<AlgebraNode> unsaved(long accountId, long retailerId, AlgebraNode algebra) {
    return catalog.read(tables ->
        Segments.retailer(tables, accountId, retailerId)
            .then(known -> allowed(tables, accountId, known, algebra)));
  }

  /** The account's audiences with these ids, in their order. */
  public List<Outcome<Audience>> find(long accountId, List<Long> ids) {
    return catalog.read(tables -> ids.stream().map(id -> find(tables, accountId, id)).toList());
  }

  /**
   * The algebra again, when it keeps every rule and all its segments are the account's and the
   * retailer's.
   */
  private Outcome<AlgebraNode> allowed(
      Catalog.Tables tables, long accountId, long retailerId, AlgebraNode algebra) {
    Optional<Problem> broken = AlgebraRules.broken(algebra, limits);
    if (broken.isPresent()) return Outcome.refused(broken.get());
    for (long segmentId : algebra.segmentIds()) {
      Outcome<AudienceSegment> segment =
          Segments.find(tables, accountId, segmentId)
              .then(found ->
                  found.retailerId() == retailerId
                      ? Outcome.done(found)
                      : Outcome.refused(otherRetailer(segmentId, retailerId)));
      if (segment instanceof Outcome.Refused<AudienceSegment>(Problem problem))
        return Outcome.refused(problem);
    }
    return Outcome.done(algebra);
  }

  private static Problem otherRetailer(long segmentId, long retailerId) {
    return ProblemCode.SEGMENT_RETAILER_MISMATCH.because(
        "segment " + segmentId + " is not of retailer " + retailerId);
  }

  /** Deletes audiences no line item targets, under partial approval; gives back their ids. */
  public Bulk<Long> delete(long accountId, List<Outcome<Long>> ids) {
    return catalog.write(tables ->
        Bulk.each(
            ids,
            id ->
                find(tables, accountId, id)
                    .then(audience -> {
                      if (!tables.lineItems().targeting(id).isEmpty())
                        return Outcome.refused(inUse());
                      tables.audiences().delete(id);
                      return Outcome.done(id);
                    })));
  }

  private static Problem inUse() {
    return ProblemCode.AUDIENCE_MUST_NOT_BE_USED_IN_LINE_ITEM.because(
        "The audience must be removed from all line items to be able to delete it");
  }

  /** An account's audiences that pass the filter, by ascending id. */
  public Page<Reachable> search(long accountId, AudienceFilter filter, int offset, int limit) {
    return catalog.read(tables -> {
      Page<Audience> page = tables.audiences().search(accountId, filter, offset, limit);
      return new Page<>(
          page.items().stream().map(audience -> reachable(tables, audience)).toList(),
          page.total());
    });
  }

  private static Reachable reachable(Catalog.Tables tables, Audience audience) {
    EnumSet<Channel> shared = EnumSet.allOf(Channel.class);
    for (long segmentId : audience.algebra().segmentIds())
      tables.segments().find(segmentId).ifPresent(segment -> shared.retainAll(segment.channels()));
    return new Reachable(audience, shared);
  }

  /** The audience, when it is the account's. */
  public static Outcome<Audience> find(Catalog.Tables tables, long accountId, long audienceId) {
    return tables
        .audiences()
        .find(audienceId)
        .filter(audience -> audience.accountId() == accountId)
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(notFound(audienceId)));
  }

  static Problem notFound(long audienceId) {
    return ProblemCode.AUDIENCE_NOT_FOUND.because(
        "there is no audience " + audienceId + " in the account");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
