package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.LineItem;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.MemoryAmendmentLog;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.Targeting;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityRowsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A whole deployment in memory, to be told what happens to it. */
public final class Deployment implements AutoCloseable {
  public static final long ACCOUNT = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  public final SettableClock clock;
  public final Catalog catalog = new MemoryCatalog();
  public final Populations populations = Populations.inMemory();
  public final MemoryAmendmentLog log = new MemoryAmendmentLog(populations);
  public final MemoryShoppingEvents events = new MemoryShoppingEvents();
  public final MemorySnapshotStore store = new MemorySnapshotStore();
  final MemoryComputationHistory history = new MemoryComputationHistory(catalog);
  final LocalEngine engine = new LocalEngine(2, 64 << 20);
  public final KeySecrets secrets = new KeySecrets(new byte[32]);
  public final EventSegments eventSegments;
  public final Lookups lookups;
  private int eventIds;
  private final Digester digester = new Digester();
  private final List<Computations> open = new ArrayList<>();

  public Deployment(String now) {
    clock = new SettableClock(now);
    eventSegments = new EventSegments(events, populations, log, clock);
    lookups = new Lookups(catalog, populations, store, secrets, clock);
  }

  /** Computations over this deployment, with an engine of the test's choice. */
  Computations computations(Engine by, int retained) {
    Computations computations =
        new Computations(
            catalog,
            populations,
            eventSegments,
            store,
            history,
            by,
            clock,
            System::nanoTime,
            retained);
    open.add(computations);
    return computations;
  }

  public Computations computations() {
    return computations(engine, 10);
  }

  public long retailer(Publication publication) {
    return add(
        id -> t -> t.retailers().put(new Retailer(id, "R" + id, publication, "0".repeat(32))));
  }

  public long segment(long retailerId, IdentifierType type) {
    return segment(retailerId, new Definition.ContactList(type));
  }

  public long segment(long retailerId, Definition definition) {
    return add(id ->
        t ->
            t.segments()
                .insert(
                    new AudienceSegment(
                        id,
                        ACCOUNT,
                        retailerId,
                        "S" + id,
                        null,
                        definition,
                        clock.instant(),
                        clock.instant(),
                        null)));
  }

  public long audience(long retailerId, AlgebraNode algebra) {
    return audience(ACCOUNT, retailerId, algebra);
  }

  long audience(long accountId, long retailerId, AlgebraNode algebra) {
    Instant now = clock.instant();
    return add(id ->
        t ->
            t.audiences()
                .insert(
                    new Audience(
                        id, accountId, retailerId, "A" + id, null, algebra, now, now, null)));
  }

  long lineItem(long accountId, long retailerId, Targeting targeting) {
    return add(id ->
        t ->
            t.lineItems()
                .put(new LineItem(id, accountId, retailerId, "L" + id, null, null, targeting)));
  }

  /** Gives a segment another definition. */
  void redefine(long segmentId, Definition definition) {
    catalog.write(t -> {
      AudienceSegment s = t.segments().find(segmentId).orElseThrow();
      return t.segments()
          .update(
              new AudienceSegment(
                  s.id(),
                  s.accountId(),
                  s.retailerId(),
                  s.name(),
                  s.description(),
                  definition,
                  s.createdAt(),
                  s.updatedAt(),
                  s.createdById()));
    });
  }

  private long add(Function<Long, java.util.function.Consumer<Catalog.Tables>> entry) {
    return catalog.write(tables -> {
      long id = tables.newId();
      entry.apply(id).accept(tables);
      return id;
    });
  }

  public void publishing(long retailerId, Publication publication) {
    catalog.write(t -> {
      t.retailers().put(t.retailers().find(retailerId).orElseThrow().publishing(publication));
      return publication;
    });
  }

  public void amend(
      long retailerId, long segmentId, boolean add, IdentifierType type, String... values) {
    IdentifierKeys sealed = sealed(retailerId, type, values);
    log.append(new LogRecord.Amend(retailerId, segmentId, 1, clock.instant(), add, type, sealed))
        .join();
  }

  private IdentifierKeys sealed(long retailerId, IdentifierType type, String... values) {
    long[] keys = new long[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      assertThat(digester.digest(type, values[i], keys, 2 * i)).isNull();
    }
    secrets.of(retailer(retailerId)).seal(type, keys, values.length);
    return new IdentifierKeys(keys, values.length);
  }

  /** A shopper does something with a product. */
  public void event(
      long retailerId,
      IdentifierType type,
      String value,
      ShopperActivity activity,
      String productId,
      Instant at) {
    ShoppingEvent event =
        new ShoppingEvent(
            "e" + eventIds++,
            sealed(retailerId, type, value),
            activity,
            productId,
            at,
            OptionalDouble.empty());
    events.add(retailerId, List.of(event));
  }

  /** Imports one user with identifiers of several types, written {@code type:value}. */
  public void link(long retailerId, String... identifiers) {
    IdentityRowsBuilder rows = new IdentityRowsBuilder();
    rows.user();
    for (String identifier : identifiers) {
      String[] parts = identifier.split(":", 2);
      assertThat(rows.identifier(IdentifierType.parse(parts[0]).orElseThrow(), parts[1])).isNull();
    }
    log.append(
            new LogRecord.Link(
                retailerId, 1, clock.instant(), rows.seal(secrets.of(retailer(retailerId)))))
        .join();
  }

  private Retailer retailer(long id) {
    return catalog.read(t -> t.retailers().find(id)).orElseThrow();
  }

  public Identifier digest(IdentifierType type, String value) {
    long[] digest = new long[2];
    assertThat(digester.digest(type, value, digest, 0)).isNull();
    return new Identifier(type, digest[0], digest[1]);
  }

  /** The computation once it has finished. */
  public Computation finished(Computation started) {
    return until(
        () -> history.find(started.id()).filter(c -> c.finishedAt() != null), "computation to end");
  }

  /** The published snapshot once it is another one than this. */
  Snapshot publishedAfter(Optional<Snapshot> before) {
    return until(
        () ->
            store
                .published()
                .filter(now -> before.map(Snapshot::id).filter(id -> id == now.id()).isEmpty()),
        "snapshot to be published");
  }

  static void until(BooleanSupplier happened, String what) {
    until(() -> happened.getAsBoolean() ? Optional.of(true) : Optional.empty(), what);
  }

  private static <T> T until(java.util.function.Supplier<Optional<T>> happened, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<T> result = happened.get();
      if (result.isPresent()) {
        return result.get();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("waited in vain for a " + what);
  }

  List<Computation> computations(Computation.Trigger trigger, State state) {
    return history.list(0, 1_000).items().stream()
        .filter(c -> c.trigger() == trigger && c.state() == state)
        .toList();
  }

  @Override
  public void close() {
    open.forEach(Computations::close);
    engine.close();
  }
}
