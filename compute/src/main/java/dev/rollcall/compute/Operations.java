package dev.rollcall.compute;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.audience.history.OperationRecorder;
import dev.rollcall.audience.history.Retention;
import dev.rollcall.compute.OperationStatus.Holding;
import dev.rollcall.identity.RefusedIdentifiers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what became of an operation: what it did, and since when lookups see it. */
public final class Operations {
  private final Catalog catalog;
  private final AmendmentLog log;
  private final OperationHistory history;
  private final OperationRecorder recorder;
  private final SnapshotStore snapshots;
  private final Retention retention;
  private volatile Settings settings = new Settings(-1, Map.of());

  /** How retailers publish, as of a version of the catalog or later. */
  private record Settings(long version, Map<Long, Publication> publications) {}

  public Operations(
      Catalog catalog,
      AmendmentLog log,
      OperationHistory history,
      OperationRecorder recorder,
      SnapshotStore snapshots,
      Retention retention) {
    this.catalog = catalog;
    this.log = log;
    this.history = history;
    this.recorder = recorder;
    this.snapshots = snapshots;
    this.retention = retention;
  }

  /**
   * An operation on a list of an account granted to the caller, or an import of the caller's own;
   * another one is not found.
   */
  public Outcome<OperationStatus> find(Application caller, long id) {
    recorder.awaitAll();
    Optional<Operation> found = history.find(id).filter(o -> mayKnow(caller, o));
    if (found.isEmpty())
      return Outcome.refused(
          ProblemCode.OPERATION_NOT_FOUND.because("There is no operation " + id));
    Operation operation = found.get();
    return retention.tell(operation.at(), operation).map(this::status);
  }

  /** What has to change for an operation to come to be live. */
  public record Mark(long publishedSnapshot, Map<Long, Publication> publications) {}

  /** The operation up to which those on a retailer's lists are live. */
  public long reach(long retailerId) {
    return switch (publication(retailerId)) {
      case CONTINUOUS -> Long.MAX_VALUE;
      case SCHEDULED ->
          snapshots
              .published()
              .flatMap(snapshot -> snapshot.retailer(retailerId))
              .map(RetailerResult::cutOff)
              .orElse(0L);
    };
  }

  private Publication publication(long retailerId) {
    return catalog.read(tables ->
        tables
            .retailers()
            .find(retailerId)
            .map(Retailer::publication)
            .orElse(Publication.CONTINUOUS));
  }

  public Mark mark() {
    return new Mark(snapshots.published().map(Snapshot::id).orElse(0L), publications());
  }

  /** Read once after each write of the catalog, however many watch. */
  private Map<Long, Publication> publications() {
    long version = catalog.version();
    Settings known = settings;
    if (known.version != version) {
      known = new Settings(version, catalog.<Map<Long, Publication>>read(Operations::publications));
      settings = known;
    }
    return known.publications;
  }

  private static Map<Long, Publication> publications(Catalog.Tables tables) {
    return tables.retailers().list().stream()
        .collect(Collectors.toUnmodifiableMap(Retailer::id, Retailer::publication));
  }

  private static boolean mayKnow(Application caller, Operation operation) {
    return operation.segmentId() == 0
        ? operation.applicationId() == caller.id()
        : caller.accountIds().contains(operation.accountId());
  }

  /** How far an operation of the history has come. */
  public OperationStatus status(Operation operation) {
    Publication publication = publication(operation.retailerId());
    boolean staged =
        catalog.read(tables ->
            operation.segmentId() != 0 && tables.segments().find(operation.segmentId()).isEmpty());
    Optional<Holding> snapshot = staged ? Optional.empty() : holding(operation);
    Optional<Instant> liveAt =
        switch (publication) {
          case CONTINUOUS -> staged ? Optional.empty() : Optional.of(operation.at());
          case SCHEDULED -> snapshot.map(Holding::createdAt);
        };
    return new OperationStatus(
        operation, publication, staged, liveAt, snapshot, refused(operation));
  }

  /** The first snapshot kept, from the published one back, that reaches the operation. */
  private Optional<Holding> holding(Operation operation) {
    Optional<Snapshot> first = snapshots.published().filter(s -> reaches(s, operation));
    if (first.isEmpty()) return Optional.empty();
    for (SnapshotStore.Summary summary : snapshots.list()) {
      if (summary.id() >= first.get().id()) continue;
      Optional<Snapshot> older = snapshots.find(summary.id()).filter(s -> reaches(s, operation));
      if (older.isEmpty()) break;
      first = older;
    }
    return first.map(snapshot -> new Holding(snapshot.id(), snapshot.createdAt()));
  }

  private static boolean reaches(Snapshot snapshot, Operation operation) {
    return snapshot
        .retailer(operation.retailerId())
        .filter(retailer -> retailer.cutOff() >= operation.id())
        .isPresent();
  }

  private RefusedIdentifiers refused(Operation operation) {
    if (operation.invalid() == 0) return RefusedIdentifiers.NONE;
    try (AmendmentLog.Reader reader = log.reader()) {
      return reader.at(operation.id()) instanceof LogRecord.Amend amend
          ? amend.refused()
          : RefusedIdentifiers.NONE;
    }
  }
}
