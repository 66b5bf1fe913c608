package dev.rollcall.audience.history;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogRecord.Merge.Reason;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.audience.Segments;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.members.Members;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the history of contact lists, compares moments of it, and changes lists back.
 *
 * <p>Changing back is an amendment like others: what is to be put on and taken off is staged, then
 * one record does it. Amendments accepted while it is worked out stay done.
 */
public final class ListRevisions {
  /** Times it is worked out anew because the identity graph moved identifiers meanwhile. */
  private static final int ATTEMPTS = 5;

  private final Catalog catalog;
  private final AmendmentLog log;
  private final Populations populations;
  private final OperationHistory history;
  private final OperationRecorder recorder;
  private final Clock clock;
  private final Retention retention;

  public ListRevisions(
      Catalog catalog,
      AmendmentLog log,
      Populations populations,
      OperationHistory history,
      OperationRecorder recorder,
      Clock clock,
      Retention retention) {
    this.catalog = catalog;
    this.log = log;
    this.populations = populations;
    this.history = history;
    this.recorder = recorder;
    this.clock = clock;
    this.retention = retention;
  }

  /** What is to be done to a list. */
  private record Plan(Members added, Members removed, Members current) {
    long sizeAfter() {
      return current.size() + added.size() - removed.size();
    }
  }

  /** Works out what is to be done. */
  private interface Planner {
    Plan plan(PastLists past, Members current);
  }

  /** The operations on a list, newest first, as far back as history is told. */
  public Outcome<Page<Operation>> list(long accountId, long segmentId, int offset, int limit) {
    return owned(accountId, segmentId)
        .map(segment -> history.list(segmentId, retention.horizon(), offset, limit));
  }

  /** The segment for its history to be told. */
  private Outcome<AudienceSegment> owned(long accountId, long segmentId) {
    recorder.awaitAll();
    return catalog.read(
        tables -> Segments.owned(tables, accountId, segmentId).then(Segments::list));
  }

  /** The segment for its list to be changed. */
  private Outcome<AudienceSegment> writable(long accountId, long segmentId) {
    recorder.awaitAll();
    return catalog.read(
        tables -> Segments.writable(tables, accountId, segmentId).then(Segments::list));
  }

  /** An operation on a list, by its id. */
  private Outcome<Operation> operation(long segmentId, long id) {
    Optional<Operation> found = history.find(id).filter(o -> o.segmentId() == segmentId);
    if (found.isEmpty())
      return Outcome.refused(
          ProblemCode.OPERATION_NOT_FOUND.because("there is no operation " + id + " on the list"));
    return retention.tell(found.get().at(), found.get());
  }

  /** The last operation on the list at a moment; 0 when there was none. */
  private Outcome<Long> position(AudienceSegment segment, Moment moment) {
    return switch (moment) {
      case Moment.After(long id) -> operation(segment.id(), id).map(Operation::id);
      case Moment.At(Instant time) ->
          time.isBefore(segment.createdAt())
              ? Outcome.refused(
                  ProblemCode.INVALID_VALUE.because(
                      "The segment was made at " + segment.createdAt() + ", after that time"))
              : retention.tell(time, history.lastAt(segment.id(), time).orElse(0));
    };
  }

  /**
   * How the list differs between two moments.
   *
   * @param from empty for before the first operation
   * @param to empty for now
   */
  public Outcome<Comparison> compare(
      long accountId, long segmentId, Optional<Moment> from, Optional<Moment> to) {
    return owned(accountId, segmentId)
        .then(segment ->
            from.map(moment -> position(segment, moment))
                .orElseGet(() -> Outcome.done(0L))
                .then(first ->
                    position(segment, to.orElseGet(() -> new Moment.At(clock.instant())))
                        .then(second -> compare(segment, first, second))));
  }

  private Outcome<Comparison> compare(AudienceSegment segment, long from, long to) {
    Optional<Population> found = populations.find(segment.retailerId());
    if (found.isEmpty()) return Outcome.done(new Comparison(from, to, 0, 0, 0, 0));
    Population population = found.get();
    try (AmendmentLog.Reader reader = log.reader()) {
      PastLists past = new PastLists(history, reader, population);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long movedAt = population.movedAt();
        Members before = past.after(segment.id(), from);
        Members after = past.after(segment.id(), to);
        if (moved(population, movedAt)) continue;
        long kept = before.andSize(after);
        return Outcome.done(
            new Comparison(
                from, to, after.size() - kept, before.size() - kept, before.size(), after.size()));
      }
    }
    return moving();
  }

  /** Whether identifiers moved, or are moving, since those of this record did. */
  private static boolean moved(Population population, long movedAt) {
    return population.reading(population::movedAt) != movedAt;
  }

  private static <T> Outcome<T> moving() {
    return Outcome.refused(
        ProblemCode.UNAVAILABLE.because(
            "The identity graph keeps changing; try again when its import is over"));
  }

  /**
   * Undoes an operation: the list becomes what it would be had that never happened. What a later
   * operation had a word on stays as that left it.
   *
   * @param dryRun whether only to tell what would change
   * @param retry what tells the request sent again; null when it has no key
   */
  public Outcome<Revision> undo(
      Application caller,
      long accountId,
      long segmentId,
      long operationId,
      boolean dryRun,
      @Nullable RetryKey retry) {
    return writable(accountId, segmentId)
        .then(segment ->
            operation(segmentId, operationId)
                .then(operation ->
                    revise(
                        caller,
                        segment,
                        Reason.UNDO,
                        operationId,
                        dryRun,
                        retry,
                        (past, current) -> undoing(past, current, operation))));
  }

  private static Plan undoing(PastLists past, Members current, Operation operation) {
    Optional<Members> touched = past.touchedAfter(operation.segmentId(), operation.id());
    if (touched.isEmpty()) return new Plan(Members.empty(), Members.empty(), current);
    Members before = past.after(operation.segmentId(), operation.id() - 1);
    Members after = past.applied(operation, before);
    return new Plan(
        before.andNot(after).andNot(touched.get()).andNot(current),
        after.andNot(before).andNot(touched.get()).and(current),
        current);
  }

  /**
   * Makes the list what it was at a moment.
   *
   * @param dryRun whether only to tell what would change
   * @param retry what tells the request sent again; null when it has no key
   */
  public Outcome<Revision> restore(
      Application caller,
      long accountId,
      long segmentId,
      Moment moment,
      boolean dryRun,
      @Nullable RetryKey retry) {
    return writable(accountId, segmentId)
        .then(segment ->
            position(segment, moment)
                .then(position ->
                    revise(
                        caller,
                        segment,
                        Reason.RESTORE,
                        position,
                        dryRun,
                        retry,
                        (past, current) -> {
                          Members then = past.after(segmentId, position);
                          return new Plan(then.andNot(current), current.andNot(then), current);
                        })));
  }

  private Outcome<Revision> revise(
      Application caller,
      AudienceSegment segment,
      Reason reason,
      long about,
      boolean dryRun,
      @Nullable RetryKey retry,
      Planner planner) {
    Optional<Population> found = populations.find(segment.retailerId());
    if (found.isEmpty()) return Outcome.done(new Revision(OptionalLong.empty(), 0, 0, 0, 0));
    Population population = found.get();
    try (AmendmentLog.Reader reader = log.reader()) {
      PastLists past = new PastLists(history, reader, population);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long movedAt = population.movedAt();
        Plan plan = planner.plan(past, population.view().identifiersOn(segment.id()));
        if (moved(population, movedAt)) continue;
        boolean nothing = plan.added().isEmpty() && plan.removed().isEmpty();
        if (dryRun || nothing) return Outcome.done(revision(OptionalLong.empty(), plan));
        OptionalLong done = carryOut(caller, segment, reason, about, plan, past, movedAt, retry);
        if (done.isPresent()) return Outcome.done(revision(done, plan));
      }
    }
    return moving();
  }

  /** What an operation that changed a list back did to it, as its history tells. */
  public static Revision told(Operation operation) {
    return new Revision(
        OptionalLong.of(operation.id()),
        operation.effect().gained(),
        operation.effect().lost(),
        operation.sizeBefore(),
        operation.effect().size());
  }

  private static Revision revision(OptionalLong operation, Plan plan) {
    return new Revision(
        operation,
        plan.added().size(),
        plan.removed().size(),
        plan.current().size(),
        plan.sizeAfter());
  }

  /** Stages the plan and does it; empty, and nothing done, when identifiers moved meanwhile. */
  private OptionalLong carryOut(
      Application caller,
      AudienceSegment segment,
      Reason reason,
      long about,
      Plan plan,
      PastLists past,
      long movedAt,
      @Nullable RetryKey retry) {
    long added = plan.added().isEmpty() ? 0 : catalog.<Long>write(Catalog.Tables::newId);
    long removed = plan.removed().isEmpty() ? 0 : catalog.<Long>write(Catalog.Tables::newId);
    boolean merged = false;
    try {
      Population population = populations.find(segment.retailerId()).orElseThrow();
      boolean staged =
          stage(segment, plan.added(), added, past)
              && stage(segment, plan.removed(), removed, past);
      if (!staged || moved(population, movedAt)) return OptionalLong.empty();
      long position =
          log.appendAndWait(
              new LogRecord.Merge(
                  segment.retailerId(),
                  segment.id(),
                  caller.id(),
                  now(),
                  reason,
                  about,
                  added,
                  removed,
                  retry));
      merged = true;
      return OptionalLong.of(position);
    } finally {
      if (!merged && log.failure().isEmpty()) {
        drop(segment, added);
        drop(segment, removed);
      }
    }
  }

  private boolean stage(AudienceSegment segment, Members wanted, long stageId, PastLists past) {
    if (wanted.isEmpty()) return true;
    IdentifierType type =
        switch (segment.definition()) {
          case Definition.ContactList(var listType) -> listType;
          case Definition.Events events ->
              throw new IllegalArgumentException("an event segment has no list to stage for");
        };
    StagedKeys keys = new StagedKeys(log, segment.retailerId(), stageId, type, now());
    Members left = past.keysOf(segment.id(), Long.MAX_VALUE, wanted, keys);
    keys.flush();
    return left.isEmpty();
  }

  private void drop(AudienceSegment segment, long stageId) {
    if (stageId != 0) log.appendAndWait(new LogRecord.Drop(segment.retailerId(), stageId, now()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
