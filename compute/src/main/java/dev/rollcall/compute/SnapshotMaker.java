package dev.rollcall.compute;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.compute.Computation.Trigger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots, each from what the last one saw and what is new since. For one thread; it
 * remembers nothing of a run that fails.
 */
final class SnapshotMaker {
  private static final Logger LOG = System.getLogger(SnapshotMaker.class.getName());

  private final Catalog catalog;
  private final Populations populations;
  private final EventSegments eventSegments;
  private final SnapshotStore store;
  private final Engine engine;
  private Map<Long, Seen> seen = Map.of();
  private List<RetailerContent> content = List.of();
  private long contentVersion = -1;
  private @Nullable Snapshot newest;

  SnapshotMaker(
      Catalog catalog,
      Populations populations,
      EventSegments eventSegments,
      SnapshotStore store,
      Engine engine) {
    this.catalog = catalog;
    this.populations = populations;
    this.eventSegments = eventSegments;
    this.store = store;
    this.engine = engine;
  }

  /**
   * What a run made of every retailer.
   *
   * @param published the snapshot that was published, from which results may have been taken over
   * @param changed whether it differs from the newest snapshot in more than its age, or a list does
   *     without moving anybody: a snapshot that came only when users differ would tell who had one
   *     identifier on it replaced by another whether that is a user's
   */
  record Made(
      Optional<Snapshot> published,
      List<RetailerResult> retailers,
      Computation.Counts counts,
      boolean changed,
      Map<Long, Seen> seen) {}

  /**
   * Computes every retailer as the trigger wants it: by schedule all from scratch, by hand what
   * changed, after changes what changed at continuous retailers only.
   */
  Made make(Computation running) {
    Trigger trigger = running.trigger();
    long cutOff = Objects.requireNonNull(running.cutOff());
    Instant at = Objects.requireNonNull(running.startedAt());
    Optional<Snapshot> published = store.published();
    Optional<Snapshot> before = newest();
    Map<Long, Seen> seeing = new HashMap<>(seen);
    List<RetailerResult> results = new ArrayList<>();
    Tally tally = new Tally();
    for (RetailerContent retailer : content()) {
      long id = retailer.retailer().id();
      if (trigger == Trigger.CHANGE && retailer.retailer().publication() == Publication.SCHEDULED) {
        published.flatMap(snapshot -> snapshot.retailer(id)).ifPresent(results::add);
        continue;
      }
      findUsersByEvents(id, retailer.segments(), trigger);
      PopulationView view = populations.view(id);
      Plan plan = plan(trigger, retailer, view);
      RetailerResult result = new RetailerComputation(plan).run(engine, store, cutOff, at);
      seeing.put(id, Seen.of(view, retailer.audiences(), result));
      tally.add(result, before.flatMap(snapshot -> snapshot.retailer(id)));
      tally.changed |= plan.earlier().isPresent() && !plan.segments().isEmpty();
      results.add(result);
    }
    return new Made(published, results, tally.counts(), tally.changed, seeing);
  }

  /**
   * Goes on with the users there are when events cannot be read: they are one retailer's trouble.
   */
  private void findUsersByEvents(long id, List<AudienceSegment> segments, Trigger trigger) {
    try {
      eventSegments.find(id, segments, trigger != Trigger.CHANGE);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the events of retailer " + id + " cannot be read", e);
    }
  }

  private Plan plan(Trigger trigger, RetailerContent retailer, PopulationView view) {
    Seen last = seen.get(retailer.retailer().id());
    return trigger == Trigger.SCHEDULED || last == null
        ? Plan.everything(retailer, view)
        : Plan.changes(retailer, view, last, store::holds);
  }

  private List<RetailerContent> content() {
    long version = catalog.version();
    if (version != contentVersion) {
      content = catalog.read(RetailerContent::all);
      contentVersion = version;
    }
    return content;
  }

  /** The snapshot made last, published or not; a snapshot rolled back to is an older one. */
  private Optional<Snapshot> newest() {
    if (newest == null) {
      newest = store.list().stream().findFirst().flatMap(s -> store.find(s.id())).orElse(null);
    }
    return Optional.ofNullable(newest);
  }

  /**
   * Has event segments begin with the users that the newest snapshot has of them, so that lookups
   * need not wait for events to be read.
   */
  void resumeEventSegments() {
    Map<Long, AudienceSegment> known = new HashMap<>();
    List<AudienceSegment> segments =
        catalog.read(tables ->
            tables.retailers().list().stream()
                .flatMap(retailer -> tables.segments().ofRetailer(retailer.id()).stream())
                .toList());
    for (AudienceSegment segment : segments) {
      if (segment.definition() instanceof Definition.Events) {
        known.put(segment.id(), segment);
      }
    }
    if (known.isEmpty()) {
      return;
    }
    for (RetailerResult retailer : newest().map(Snapshot::retailers).orElse(List.of())) {
      for (SegmentResult result : retailer.segments()) {
        AudienceSegment segment = known.get(result.segmentId());
        if (segment != null && store.holds(result.contentId())) {
          eventSegments.resume(retailer.retailerId(), segment, store.members(result.contentId()));
        }
      }
    }
  }

  /** Whether lookups lack a set: the machine stopped as a retailer turned to such publication. */
  boolean servedSetsMissing() {
    return store.published().stream()
        .flatMap(snapshot ->
            content().stream()
                .map(RetailerContent::retailer)
                .filter(retailer -> retailer.publication() == Publication.SCHEDULED)
                .flatMap(retailer -> snapshot.retailer(retailer.id()).stream()))
        .flatMap(result -> result.audiences().stream())
        .anyMatch(audience -> !store.holds(audience.contentId()));
  }

  /** Lets the next run build on what this one made, which was saved as a snapshot. */
  void remember(Made made, Snapshot snapshot) {
    remember(made);
    newest = snapshot;
  }

  /** Lets the next run build on what this one made, which was not worth a snapshot. */
  void remember(Made made) {
    seen = made.seen();
  }

  /** Counts what a run looked at, and what is not as it was in the snapshot before. */
  private static final class Tally {
    private int retailers;
    private int segments;
    private int audiences;
    private int changedSegments;
    private int changedAudiences;
    private boolean changed;

    void add(RetailerResult now, Optional<RetailerResult> before) {
      Map<Long, String> contentIds = new HashMap<>();
      before.ifPresent(result -> {
        result.segments().forEach(s -> contentIds.put(s.segmentId(), s.contentId()));
        result.audiences().forEach(a -> contentIds.put(a.audienceId(), a.contentId()));
      });
      retailers++;
      segments += now.segments().size();
      audiences += now.audiences().size();
      for (SegmentResult s : now.segments()) {
        changedSegments += s.contentId().equals(contentIds.get(s.segmentId())) ? 0 : 1;
      }
      for (AudienceResult a : now.audiences()) {
        changedAudiences += a.contentId().equals(contentIds.get(a.audienceId())) ? 0 : 1;
      }
      changed |= !before.map(result -> result.sameSetsAs(now)).orElse(false);
    }

    Computation.Counts counts() {
      return new Computation.Counts(
          retailers, segments, audiences, changedSegments, changedAudiences);
    }
  }
}
