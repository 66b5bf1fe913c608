package dev.rollcall.audience.history;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ContactListOperation;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.ContactLists.Writable;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.Stage;
import dev.rollcall.identity.RefusedIdentifiers;
import dev.rollcall.members.Members;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the content of contact lists: the new one is put together on a stage, by as many
 * amendments as it takes, and becomes the list's by one record of the log.
 *
 * <p>A stage is open as long as its hidden list is there, which goes with that very record: whoever
 * was killed in between finds either the old content and an open stage or the new and none.
 */
public final class Replacements {
  /** How long a replacement may stay open. */
  public static final Duration LIFE = Duration.ofHours(24);

  /** Open replacements of one list, at most. */
  public static final int MOST_OPEN = 10;

  private final Catalog catalog;
  private final AmendmentLog log;
  private final Populations populations;
  private final ContactLists lists;
  private final OperationHistory history;
  private final OperationRecorder recorder;
  private final Clock clock;
  private final int guardPercent;

  /** Parts come side by side; a stage ends while none comes. */
  private final ReadWriteLock ending = new ReentrantReadWriteLock();

  /**
   * @param guardPercent the share of a list that may vanish without being told to
   */
  public Replacements(
      Catalog catalog,
      AmendmentLog log,
      Populations populations,
      ContactLists lists,
      OperationHistory history,
      OperationRecorder recorder,
      Clock clock,
      int guardPercent) {
    this.catalog = catalog;
    this.log = log;
    this.populations = populations;
    this.lists = lists;
    this.history = history;
    this.recorder = recorder;
    this.clock = clock;
    this.guardPercent = guardPercent;
  }

  /**
   * Opens a replacement of the list with nothing on it.
   *
   * @param retry what tells the request sent again; null when it has no key
   */
  public Outcome<Replacement> open(
      Application caller, long accountId, long segmentId, @Nullable RetryKey retry) {
    expire();
    Instant now = now();
    return writable(caller, accountId, segmentId)
        .then(list -> {
          Optional<Stage> opened =
              catalog.write(tables -> {
                long open =
                    tables.stages().list().stream()
                        .filter(stage -> stage.segmentId() == segmentId)
                        .filter(this::isOpen)
                        .count();
                if (open >= MOST_OPEN) return Optional.empty();
                Stage stage =
                    new Stage(
                        tables.newId(),
                        segmentId,
                        accountId,
                        list.retailer().id(),
                        caller.id(),
                        now,
                        now.plus(LIFE));
                tables.stages().insert(stage);
                return Optional.of(stage);
              });
          if (opened.isEmpty())
            return Outcome.refused(
                ProblemCode.REPLACEMENTS_LIMIT_EXCEEDED.because(
                    "At most " + MOST_OPEN + " replacements of a list may be open"));
          lists.amend(
              caller,
              list.onto(opened.get()),
              true,
              new long[0],
              0,
              RefusedIdentifiers.NONE,
              retry);
          return Outcome.done(preview(opened.get()));
        });
  }

  private Outcome<Writable> writable(Application caller, long accountId, long segmentId) {
    return catalog
        .read(tables -> Segments.writable(tables, accountId, segmentId).then(Segments::list))
        .then(segment -> lists.writable(caller, segment.id()));
  }

  /** Amends what has been staged, as a list is amended. */
  public Outcome<Writable> amendable(
      Application caller, long accountId, long segmentId, long replacementId) {
    return writable(caller, accountId, segmentId)
        .then(list ->
            stage(accountId, segmentId, replacementId)
                .then(stage -> isOpen(stage) ? Outcome.done(list.onto(stage)) : closed(stage)));
  }

  /** The same as {@link ContactLists#amend}, unless the replacement has ended meanwhile. */
  public Outcome<ContactListOperation> amend(
      Application caller,
      Writable stage,
      boolean add,
      long[] digests,
      int size,
      RefusedIdentifiers refused,
      @Nullable RetryKey retry) {
    ending.readLock().lock();
    try {
      if (!isThere(stage.retailer().id(), stage.listId()))
        return Outcome.refused(notFound(stage.listId()));
      return Outcome.done(lists.amend(caller, stage, add, digests, size, refused, retry));
    } finally {
      ending.readLock().unlock();
    }
  }

  /** What has come, and what it would change. */
  public Outcome<Replacement> find(long accountId, long segmentId, long replacementId) {
    return stage(accountId, segmentId, replacementId).map(this::preview);
  }

  /**
   * Makes what was staged the whole content of the list. Committed again, it tells what the first
   * time did.
   *
   * @param force whether as much may vanish from the list as will
   * @param retry what tells the request sent again; null when it has no key
   */
  public Outcome<Replacement> commit(
      Application caller,
      long accountId,
      long segmentId,
      long replacementId,
      boolean force,
      @Nullable RetryKey retry) {
    return stage(accountId, segmentId, replacementId)
        .then(stage -> ended(() -> commit(caller, stage, force, retry)));
  }

  private Outcome<Replacement> commit(
      Application caller, Stage stage, boolean force, @Nullable RetryKey retry) {
    Replacement ready = preview(stage);
    if (ready.operation().isPresent()) return Outcome.done(ready);
    if (!isOpen(stage)) return Outcome.refused(notFound(stage.id()));
    if (ready.removesTooMuch() && !force)
      return Outcome.refused(
          ProblemCode.REPLACEMENT_REMOVES_TOO_MUCH.because(
              "%d of the %d identifiers on the list would vanish, more than %d%%; force it if they are to"
                  .formatted(ready.removed(), ready.current(), guardPercent)));
    long position =
        log.appendAndWait(
            new LogRecord.Merge(
                stage.retailerId(),
                stage.segmentId(),
                caller.id(),
                now(),
                LogRecord.Merge.Reason.REPLACE,
                0,
                stage.id(),
                0,
                retry));
    return Outcome.done(
        new Replacement(
            stage,
            OptionalLong.of(position),
            ready.identifiers(),
            ready.current(),
            ready.added(),
            ready.removed(),
            ready.mostRemoved()));
  }

  /** What a commit did, as the history tells it of the operation. */
  public Outcome<Replacement> committed(
      long accountId, long segmentId, long replacementId, Operation commit) {
    return stage(accountId, segmentId, replacementId)
        .map(stage ->
            new Replacement(
                stage,
                OptionalLong.of(commit.id()),
                commit.effect().size(),
                commit.sizeBefore(),
                commit.effect().gained(),
                commit.effect().lost(),
                mostRemoved(commit.sizeBefore())));
  }

  private long mostRemoved(long size) {
    return size * guardPercent / 100;
  }

  /**
   * Lets go of a replacement that is open; returns the operation that did.
   *
   * @param retry what tells the request sent again; null when it has no key
   */
  public Outcome<Long> abandon(
      Application caller,
      long accountId,
      long segmentId,
      long replacementId,
      @Nullable RetryKey retry) {
    return stage(accountId, segmentId, replacementId)
        .then(stage ->
            ended(() -> {
              if (!isOpen(stage)) return closed(stage);
              long operation = dropList(stage, caller.id(), retry);
              forget(stage.id());
              return Outcome.done(operation);
            }));
  }

  /** Lets go of every replacement that was not committed in time. */
  public void expire() {
    Instant now = clock.instant();
    List<Stage> expired =
        catalog.read(tables ->
            tables.stages().list().stream().filter(s -> !now.isBefore(s.expiresAt())).toList());
    for (Stage stage : expired)
      ended(() -> {
        if (isOpen(stage)) dropList(stage, 0, null);
        return forget(stage.id());
      });
  }

  private long dropList(Stage stage, long applicationId, @Nullable RetryKey retry) {
    return log.appendAndWait(
        new LogRecord.Drop(stage.retailerId(), stage.id(), applicationId, now(), retry));
  }

  /** Lets go of the rest of a replacement, whose hidden list is gone; whether it was there. */
  public boolean forget(long replacementId) {
    return catalog.write(tables -> {
      boolean there = tables.stages().find(replacementId).isPresent();
      if (there) tables.stages().delete(replacementId);
      return there;
    });
  }

  private <T> T ended(Supplier<T> work) {
    ending.writeLock().lock();
    try {
      return work.get();
    } finally {
      ending.writeLock().unlock();
    }
  }

  private Outcome<Stage> stage(long accountId, long segmentId, long id) {
    Instant now = clock.instant();
    return catalog.read(tables ->
        Segments.writable(tables, accountId, segmentId)
            .then(Segments::list)
            .then((AudienceSegment segment) ->
                tables
                    .stages()
                    .find(id)
                    .filter(stage -> stage.segmentId() == segmentId)
                    .filter(stage -> now.isBefore(stage.expiresAt()))
                    .map(Outcome::done)
                    .orElseGet(() -> Outcome.refused(notFound(id)))));
  }

  private static Problem notFound(long id) {
    return ProblemCode.REPLACEMENT_NOT_FOUND.because(
        "there is no replacement " + id + " of the list, or not any more");
  }

  private static <T> Outcome<T> closed(Stage stage) {
    return Outcome.refused(
        ProblemCode.REPLACEMENT_CLOSED.because(
            "replacement " + stage.id() + " is the list's content already"));
  }

  private boolean isOpen(Stage stage) {
    return isThere(stage.retailerId(), stage.id());
  }

  private boolean isThere(long retailerId, long listId) {
    return populations.find(retailerId).map(p -> p.holds(listId)).orElse(false);
  }

  private Replacement preview(Stage stage) {
    PopulationView view = populations.view(stage.retailerId());
    Members current = view.identifiersOn(stage.segmentId());
    if (!view.segmentIds().contains(stage.id()))
      return new Replacement(stage, commitOf(stage), 0, current.size(), 0, 0, 0);
    Members staged = view.identifiersOn(stage.id());
    long kept = staged.andSize(current);
    return new Replacement(
        stage,
        OptionalLong.empty(),
        staged.size(),
        current.size(),
        staged.size() - kept,
        current.size() - kept,
        mostRemoved(current.size()));
  }

  /** The operation that made the stage its list's content, by the log. */
  private OptionalLong commitOf(Stage stage) {
    recorder.awaitAll();
    OptionalLong[] commit = {OptionalLong.empty()};
    try (AmendmentLog.Reader reader = log.reader()) {
      history.newestFirst(
          stage.segmentId(),
          Long.MAX_VALUE,
          past -> {
            if (past.at().isBefore(stage.openedAt())) return false;
            if (past.kind() == Operation.Kind.REPLACE
                && reader.at(past.id()) instanceof LogRecord.Merge merge
                && merge.added() == stage.id()) commit[0] = OptionalLong.of(past.id());
            return commit[0].isEmpty();
          });
    }
    return commit[0];
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
