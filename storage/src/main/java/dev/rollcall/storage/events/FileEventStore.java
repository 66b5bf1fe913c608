package dev.rollcall.storage.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.audience.events.Arrivals;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.Product;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.identity.IdentifierKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shopping events in files of one folder: {@code data/retailer=ID/month=MONTH/*.parquet}, {@code
 * products/retailer=ID/*.parquet}, and {@code journal/retailer=ID}, which has what came last.
 *
 * <p>Journals are folded into Parquet when they have grown, or after some minutes; days past the
 * retention go then.
 */
public final class FileEventStore implements EventStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileEventStore.class);
  private static final String RETAILER = "retailer=";

  /** Events in a journal after which it is folded: some 60 MB. */
  static final long FOLDED_AT = 1_000_000;

  /** Ids of events in files that are kept in memory, in folds: a busy week of a large retailer. */
  private static final int KEPT_FOLDS = 2;

  /** Who brings more than so many times that waits for a fold, or is refused when it fails. */
  private static final int MOST_FOLDS = 4;

  private static final Duration FOLDED_EVERY = Duration.ofMinutes(5);
  private static final int MEMORY_MIB = 768;

  private final Path folder;
  private final Duration retention;
  private final Clock clock;
  private final Consumer<KeptAnswer> answers;
  private final Step.Watch watch;
  private final long foldedAt;
  private final EmbeddedDuckDb duckDb;
  private final Map<Long, Store> stores = new ConcurrentHashMap<>();
  private final Set<Long> due = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("event-folding").factory());
  private final LongAdder added = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final Timing folds;
  private final Timing scans;
  private volatile Observer observer = (retailerId, events) -> {};

  private record Store(RetailerProducts products, RetailerEvents events, Arrivals arrivals) {}

  private FileEventStore(
      Path folder,
      Duration retention,
      Clock clock,
      Consumer<KeptAnswer> answers,
      int threads,
      long foldedAt,
      Step.Watch watch) {
    this.folder = folder;
    this.retention = retention;
    this.clock = clock;
    this.answers = answers;
    this.watch = watch;
    this.foldedAt = foldedAt;
    this.folds = new Timing(clock);
    this.scans = new Timing(clock);
    this.duckDb = new EmbeddedDuckDb(folder.resolve("scratch"), threads, MEMORY_MIB);
  }

  /**
   * Opens the events in a folder, recovered from whatever a crash left behind.
   *
   * @param retention how long after its time an event is kept
   * @param answers puts an answer that came with events or products into the catalog, unless it is
   *     there; durable when it returns
   * @param threads that scan and fold at a time
   */
  public static FileEventStore open(
      Path folder, Duration retention, Clock clock, Consumer<KeptAnswer> answers, int threads) {
    FileEventStore store = open(folder, retention, clock, answers, threads, FOLDED_AT, step -> {});
    var _ =
        store.background.scheduleWithFixedDelay(
            store::foldAll, FOLDED_EVERY.toSeconds(), FOLDED_EVERY.toSeconds(), TimeUnit.SECONDS);
    return store;
  }

  static FileEventStore open(
      Path folder,
      Duration retention,
      Clock clock,
      Consumer<KeptAnswer> answers,
      int threads,
      long foldedAt,
      Step.Watch watch) {
    FileEventStore store =
        new FileEventStore(folder, retention, clock, answers, threads, foldedAt, watch);
    try {
      for (String kind : List.of("data", "products", "journal")) {
        for (long retailerId : retailers(folder.resolve(kind))) store.store(retailerId);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the shopping events in " + folder + " cannot be opened", e);
    }
    return store;
  }

  private static List<Long> retailers(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(RETAILER))
          .map(name -> Long.parseLong(name.substring(RETAILER.length())))
          .toList();
    }
  }

  private Store store(long retailerId) {
    return stores.computeIfAbsent(
        retailerId,
        id -> {
          String name = RETAILER + id;
          try {
            RetailerProducts products =
                new RetailerProducts(
                    folder.resolve("products").resolve(name), duckDb, id, answers, watch);
            RetailerEvents events =
                new RetailerEvents(
                    id,
                    folder.resolve("data").resolve(name),
                    folder.resolve("journal").resolve(name),
                    products,
                    duckDb,
                    KEPT_FOLDS * foldedAt,
                    answers,
                    watch);
            return new Store(products, events, new Arrivals());
          } catch (IOException e) {
            throw new UncheckedIOException(
                "the shopping events of retailer " + id + " cannot be opened", e);
          }
        });
  }

  @Override
  public void put(long retailerId, Collection<Product> products, Optional<KeptAnswer> answer) {
    try {
      store(retailerId).products.put(products, answer);
    } catch (IOException e) {
      throw new LogUnavailable("products could not be kept", e);
    }
  }

  @Override
  public int add(
      long retailerId, Collection<ShoppingEvent> events, IntFunction<Optional<KeptAnswer>> answer) {
    Store store = store(retailerId);
    full(store)
        .ifPresent(full -> {
          throw full;
        });
    int fresh = store.arrivals.during(() -> addAndTell(retailerId, store, events, answer));
    if (fresh < events.size()) store.arrivals.await();
    added.add(fresh);
    duplicates.add(events.size() - fresh);
    foldWhenDue(retailerId, store);
    return fresh;
  }

  private int addAndTell(
      long retailerId,
      Store store,
      Collection<ShoppingEvent> events,
      IntFunction<Optional<KeptAnswer>> answer) {
    List<ShoppingEvent> fresh = store.events.add(events, answer);
    if (!fresh.isEmpty())
      observer.arrived(retailerId, (definitions, cutOff) -> ask(store, fresh, definitions, cutOff));
    return fresh.size();
  }

  /** Why a retailer's journals, which no fold empties, take no more; empty while they do. */
  private Optional<LogUnavailable> full(Store store) {
    if (store.events.unfolded() < MOST_FOLDS * foldedAt) return Optional.empty();
    return store
        .events
        .foldFailure()
        .map(e -> new LogUnavailable("shopping events wait for a fold, which fails", e));
  }

  /** Folds when a journal has grown; one that failed is tried again with all others. */
  private void foldWhenDue(long retailerId, Store store) {
    long unfolded = store.events.unfolded();
    if (unfolded < foldedAt || store.events.foldFailure().isPresent()) return;
    if (unfolded >= MOST_FOLDS * foldedAt) fold(retailerId, store);
    else if (due.add(retailerId))
      background.execute(() -> {
        due.remove(retailerId);
        fold(retailerId, store);
      });
  }

  /** Asks some events, taken one by one, together with their products as they are now. */
  private static List<IdentifierKeys> ask(
      Store store,
      List<ShoppingEvent> events,
      List<Definition.Events> definitions,
      Instant cutOff) {
    Set<String> ids = new LinkedHashSet<>();
    events.forEach(event -> ids.add(event.productId()));
    try {
      Map<String, Product> products = store.products.find(ids);
      return definitions.stream()
          .map(definition -> ShoppingEvent.shoppers(events, products, definition, cutOff))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Source of(long retailerId) {
    return new Source() {
      @Override
      public List<IdentifierKeys> shoppers(List<Definition.Events> definitions, Instant cutOff) {
        return shoppers(definitions, cutOff, () -> false);
      }

      @Override
      public List<IdentifierKeys> shoppers(
          List<Definition.Events> definitions, Instant cutOff, BooleanSupplier obsolete) {
        RetailerEvents events = store(retailerId).events;
        try {
          return scans.of(() -> events.shoppers(definitions, cutOff, obsolete));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Override
  public long revision(long retailerId) {
    Store store = stores.get(retailerId);
    return store == null ? 0 : store.products.revision();
  }

  @Override
  public void observe(Observer newObserver) {
    observer = newObserver;
  }

  /** Folds what all journals have, and drops what is past the retention. */
  public void foldAll() {
    stores.forEach(this::fold);
  }

  private void fold(long retailerId, Store store) {
    if (background.isShutdown()) return;
    Instant now = clock.instant();
    try {
      folds.of(() -> {
        store.events.fold(dayOf(now.minus(retention)), dayOf(now));
        return store;
      });
    } catch (IOException | RuntimeException e) {
      LOG.error("events of retailer {} could not be folded; its journal has them", retailerId, e);
    }
  }

  private static long dayOf(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), EventTable.DAY_MILLIS);
  }

  @Override
  public Optional<String> failure() {
    return stores.values().stream()
        .flatMap(store ->
            store.events.failure().or(() -> full(store).map(Throwable::getMessage)).stream())
        .findFirst();
  }

  /** Events made durable since this was opened that were not there before. */
  public long added() {
    return added.sum();
  }

  /** Events that came since this was opened and were there already. */
  public long duplicates() {
    return duplicates.sum();
  }

  /** Folds of one retailer's journal each, those included that found nothing to do. */
  public Timing folds() {
    return folds;
  }

  /** Scans of one retailer's events each, their wait for others included. */
  public Timing scans() {
    return scans;
  }

  /** Bytes of journals, which no fold has brought into files yet. */
  public long journalBytes() {
    return stores.values().stream().mapToLong(store -> store.events.journalBytes()).sum();
  }

  /** Files of all days and retailers. */
  public long files() {
    return stores.values().stream()
        .mapToLong(store -> store.events.manifest().files().size())
        .sum();
  }

  /** Bytes of these files. */
  public long fileBytes() {
    return stores.values().stream()
        .flatMap(store -> store.events.manifest().files().stream())
        .mapToLong(EventManifest.EventFile::bytes)
        .sum();
  }

  /** Finishes a fold under way; what journals have stays in them. */
  @Override
  public void close() {
    background.close();
    try {
      for (Store store : stores.values()) store.events.close();
      duckDb.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the shopping events cannot be closed", e);
    }
  }
}
