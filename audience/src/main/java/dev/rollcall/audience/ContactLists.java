package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.RefusedIdentifiers;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Amends contact lists and tells about them. */
public final class ContactLists {
  /** Identifiers in one amendment, at most. */
  public static final int MAX_IDENTIFIERS = 50_000;

  private final Catalog catalog;
  private final AmendmentLog log;
  private final Populations populations;
  private final KeySecrets secrets;
  private final Clock clock;

  public ContactLists(
      Catalog catalog, AmendmentLog log, Populations populations, KeySecrets secrets, Clock clock) {
    this.catalog = catalog;
    this.log = log;
    this.populations = populations;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * A contact list the caller may amend, with what an amendment needs to know of it.
   *
   * @param listId the segment's, or that of a stage of its list
   */
  public record Writable(
      AudienceSegment segment, IdentifierType type, Retailer retailer, long listId) {
    /** The hidden list of a stage in the place of the segment's. */
    public Writable onto(Stage stage) {
      return new Writable(segment, type, retailer, stage.id());
    }
  }

  /**
   * The contact list for the caller to write on, or why not. A segment of an account not granted is
   * read-only when it is shared with one that is, else not found.
   */
  public Outcome<Writable> writable(Application caller, long segmentId) {
    return catalog.read(tables -> {
      Optional<AudienceSegment> segment = tables.segments().find(segmentId);
      if (segment.isEmpty()) return Outcome.refused(Segments.notFound(segmentId));
      if (!caller.accountIds().contains(segment.get().accountId()))
        return Outcome.refused(
            shown(tables, caller, segment.get())
                ? Segments.readOnly(segmentId)
                : Segments.notFound(segmentId));
      return switch (segment.get().definition()) {
        case Definition.ContactList(var type) ->
            Outcome.done(
                new Writable(
                    segment.get(),
                    type,
                    tables.retailers().find(segment.get().retailerId()).orElseThrow(),
                    segmentId));
        case Definition.Events events -> Outcome.refused(Segments.notList(segmentId));
      };
    });
  }

  /** Whether the segment is shared with an account of the caller. */
  private static boolean shown(Catalog.Tables tables, Application caller, AudienceSegment segment) {
    return segment.sharing().status() != Sharing.Status.NOT_SHARED
        && caller.accountIds().stream()
            .flatMap(id -> tables.accounts().find(id).stream())
            .anyMatch(segment::visibleTo);
  }

  /**
   * Puts identifiers on the list or takes them off; returns when the change is durable and applied.
   *
   * @param digests two longs for each identifier, as a digester wrote them; sealed in place
   * @param size identifiers, at most {@link #MAX_IDENTIFIERS} with those refused
   * @param refused identifiers of the request that are none
   * @param retry what tells the request sent again; null when it has no key
   * @throws LogUnavailable when the change could not be made durable
   */
  public ContactListOperation amend(
      Application caller,
      Writable list,
      boolean add,
      long[] digests,
      int size,
      RefusedIdentifiers refused,
      @Nullable RetryKey retry) {
    if (size + refused.size() > MAX_IDENTIFIERS)
      throw new IllegalArgumentException(
          "at most " + MAX_IDENTIFIERS + " identifiers, not " + (size + refused.size()));
    Instant now = now();
    secrets.of(list.retailer()).seal(list.type(), digests, size);
    long position =
        log.appendAndWait(
            new LogRecord.Amend(
                list.retailer().id(),
                list.listId(),
                caller.id(),
                now,
                add,
                list.type(),
                IdentifierKeys.grouped(digests, size),
                refused,
                retry));
    return new ContactListOperation(list.listId(), add, now, list.type(), size, position);
  }

  /**
   * Takes everything off the list; returns the position of the record when that is durable and
   * applied.
   *
   * @param retry what tells the request sent again; null when it has no key
   */
  public long clear(Application caller, Writable list, @Nullable RetryKey retry) {
    AudienceSegment segment = list.segment();
    return log.appendAndWait(
        new LogRecord.Clear(segment.retailerId(), segment.id(), caller.id(), now(), retry));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Statistics of a contact list that an account may use, as of now; of one shared with it when the
   * owner lets them be told.
   */
  public Outcome<ContactListStatistics> statistics(long accountId, long segmentId) {
    return catalog
        .read(tables -> Segments.find(tables, accountId, segmentId))
        .then(segment ->
            segment.accountId() == accountId || segment.sharing().statistics()
                ? Segments.list(segment)
                : Outcome.refused(Segments.ownersOnly(segmentId)))
        .map(segment -> populations.view(segment.retailerId()).statistics(segment.id()));
  }
}
