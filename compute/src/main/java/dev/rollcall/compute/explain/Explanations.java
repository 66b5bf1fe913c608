package dev.rollcall.compute.explain;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.history.LastWords;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.audience.history.Retention;
import dev.rollcall.audience.history.Standing;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.compute.explain.Explanation.Reason;
import dev.rollcall.identity.Identifier;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Explains why a shopper is in an audience or is not: what lookups answer, what is acknowledged,
 * and which operations brought it about. Whoever asks is in the audit trail before anything is
 * looked at.
 */
public final class Explanations {
  /** Times it is worked out anew because the identity graph moved identifiers meanwhile. */
  private static final int ATTEMPTS = 5;

  private final Catalog catalog;
  private final AmendmentLog log;
  private final Populations populations;
  private final OperationHistory history;
  private final OperationRecorder recorder;
  private final SnapshotStore snapshots;
  private final KeySecrets secrets;
  private final AuditTrail trail;
  private final Clock clock;
  private final Retention retention;

  public Explanations(
      Catalog catalog,
      AmendmentLog log,
      Populations populations,
      OperationHistory history,
      OperationRecorder recorder,
      SnapshotStore snapshots,
      KeySecrets secrets,
      AuditTrail trail,
      Clock clock,
      Retention retention) {
    this.catalog = catalog;
    this.log = log;
    this.populations = populations;
    this.history = history;
    this.recorder = recorder;
    this.snapshots = snapshots;
    this.secrets = secrets;
    this.trail = trail;
    this.clock = clock;
    this.retention = retention;
  }

  /** What is asked about, as the catalog has it. */
  private record Question(
      Audience audience, Retailer retailer, Map<Long, AudienceSegment> segments) {}

  /** Who asked about which shoppers of an account's audiences, newest first. */
  public Page<Asked> asked(long accountId, int offset, int limit) {
    return trail.list(accountId, offset, limit);
  }

  /**
   * Explains what an account's audience has to do with a shopper.
   *
   * @param digest an identifier of the shopper, not sealed
   */
  public Outcome<Explanation> explain(
      Application caller, long accountId, long audienceId, Identifier digest) {
    return catalog
        .read(tables ->
            Audiences.find(tables, accountId, audienceId).map(found -> question(tables, found)))
        .then(question -> {
          Identifier subject = sealed(question.retailer(), digest);
          trail.add(
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              caller.id(),
              accountId,
              question.retailer().id(),
              audienceId,
              subject);
          return answer(question, subject);
        });
  }

  private static Question question(Catalog.Tables tables, Audience audience) {
    Map<Long, AudienceSegment> segments = new TreeMap<>();
    for (long id : audience.algebra().segmentIds())
      segments.put(id, tables.segments().find(id).orElseThrow());
    return new Question(
        audience, tables.retailers().find(audience.retailerId()).orElseThrow(), segments);
  }

  private Identifier sealed(Retailer retailer, Identifier digest) {
    long[] key = {digest.hi(), digest.lo()};
    secrets.of(retailer).seal(digest.type(), key, 1);
    return new Identifier(digest.type(), key[0], key[1]);
  }

  private Outcome<Explanation> answer(Question question, Identifier subject) {
    Optional<Population> population = populations.find(question.retailer().id());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long movedAt = population.map(Population::movedAt).orElse(0L);
      LiveShopper shopper =
          population
              .map(p -> LiveShopper.of(p, subject, question.segments().keySet()))
              .orElseGet(() -> LiveShopper.unknown(populations.position()));
      PublishedShopper published =
          PublishedShopper.of(
              snapshots,
              question.retailer().id(),
              shopper.user(),
              question.audience().id(),
              question.retailer().publication() == Publication.SCHEDULED
                  ? question.segments().keySet()
                  : Set.of());
      recorder.awaitAll();
      Explanation explanation = explain(question, population, shopper, published);
      if (population.map(Population::movedAt).orElse(0L) == movedAt)
        return Outcome.done(explanation);
    }
    return Outcome.refused(
        ProblemCode.UNAVAILABLE.because(
            "The identity graph keeps changing; try again when its import is over"));
  }

  private Explanation explain(
      Question question,
      Optional<Population> population,
      LiveShopper shopper,
      PublishedShopper published) {
    Audience audience = question.audience();
    Publication publication = question.retailer().publication();
    boolean scheduled = publication == Publication.SCHEDULED;
    ExplainedNode tree =
        ExplainedNode.of(
            audience.algebra(),
            scheduled ? published::inSegment : shopper::inSegment,
            shopper::inSegment);
    boolean in = scheduled ? published.inAudience() : tree.in();
    List<ExplainedSegment> segments = new ArrayList<>();
    try (AmendmentLog.Reader reader = log.reader()) {
      Optional<LastWords> words =
          population
              .filter(p -> shopper.known())
              .map(p -> new LastWords(history, reader, p, retention.horizon(), shopper.ordinals()));
      for (AudienceSegment segment : question.segments().values())
        segments.add(
            segment(
                segment,
                audience,
                scheduled ? published.inSegment(segment.id()) : shopper.inSegment(segment.id()),
                shopper,
                scheduled ? published.cutOff() : shopper.position(),
                words));
    }
    return new Explanation(
        audience,
        in,
        reason(shopper, scheduled && !published.has(), in != tree.in()),
        publication,
        published.told(),
        shopper.position(),
        tree,
        segments,
        in == tree.acknowledged() && shopper.known()
            ? turning(audience, shopper, segments)
            : List.of());
  }

  private static Reason reason(LiveShopper shopper, boolean unpublished, boolean differs) {
    if (!shopper.known())
      return shopper.heardOf() ? Reason.UNMATCHED_IDENTIFIER : Reason.UNKNOWN_IDENTIFIER;
    if (unpublished) return Reason.AUDIENCE_NOT_PUBLISHED;
    return differs ? Reason.DEFINITION_NOT_PUBLISHED : Reason.ALGEBRA;
  }

  private ExplainedSegment segment(
      AudienceSegment segment,
      Audience audience,
      boolean in,
      LiveShopper shopper,
      long liveUpTo,
      Optional<LastWords> words) {
    boolean acknowledged = shopper.inSegment(segment.id());
    Optional<LastWords> told = words.filter(w -> segment.accountId() == audience.accountId());
    if (segment.definition() instanceof Definition.Events)
      return byEvents(segment, in, acknowledged, shopper, told.isPresent());
    return new ExplainedSegment(
        segment,
        in,
        acknowledged,
        told.map(w -> w.of(segment.id(), liveUpTo, in)),
        in == acknowledged
            ? Optional.empty()
            : told.map(w -> since(liveUpTo, w.of(segment.id(), shopper.position(), acknowledged))));
  }

  private ExplainedSegment byEvents(
      AudienceSegment segment,
      boolean in,
      boolean acknowledged,
      LiveShopper shopper,
      boolean isTold) {
    EventStanding standing =
        new EventStanding(snapshots, segment.retailerId(), segment.id(), shopper.user());
    return new ExplainedSegment(
        segment,
        in,
        acknowledged,
        isTold ? Optional.of(standing.of(in)) : Optional.empty(),
        isTold && in != acknowledged
            ? Optional.of(new Standing.ByLaterEvents())
            : Optional.empty());
  }

  /** What is about to change without a later operation is the graph's doing. */
  private static Standing since(long liveUpTo, Standing standing) {
    return switch (standing) {
      case Standing.ByOperation(var operation) when operation.id() <= liveUpTo ->
          new Standing.ByIdentityGraph();
      case Standing.Never never -> new Standing.ByIdentityGraph();
      case Standing.ByOperation operation -> operation;
      case Standing.ByIdentityGraph graph -> graph;
      case Standing.TooOld old -> old;
      case Standing.NotSought further -> further;
      case Standing.ByComputation found -> found;
      case Standing.ByLaterEvents events -> events;
      case Standing.BeforeSnapshots before -> before;
    };
  }

  private static List<ExplainedSegment> turning(
      Audience audience, LiveShopper shopper, List<ExplainedSegment> segments) {
    Set<Long> turning = new Turning(audience.algebra(), shopper::inSegment).segments();
    return segments.stream().filter(s -> turning.contains(s.segment().id())).toList();
  }
}
