package dev.rollcall.server.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.Audience;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.MemoryAmendmentLog;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.LocalEngine;
import dev.rollcall.compute.Lookups;
import dev.rollcall.compute.MemoryComputationHistory;
import dev.rollcall.compute.MemorySnapshotStore;
import dev.rollcall.compute.RetailerResult;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.Identifier;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.storage.events.FileEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real purchases: event segments, alone and with campaigns' lists, against the files themselves.
 */
class EventSegmentsJourneyTest {
  private static final IdentifierType TYPE = IdentifierType.CUSTOMER_ID;
  private static final Instant NOW = Instant.parse("2017-11-15T12:00:00Z");
  private static final Retailer RETAILER =
      new Retailer(1, "Grocer", Publication.CONTINUOUS, "0".repeat(32));
  private static final Set<String> ALL = Set.of();
  private static final OptionalDouble ANY = OptionalDouble.empty();

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final MemoryCatalog catalog = new MemoryCatalog();
  private final Populations populations = Populations.inMemory();
  private final MemoryAmendmentLog log = new MemoryAmendmentLog(populations);
  private final MemorySnapshotStore store = new MemorySnapshotStore();
  private final MemoryComputationHistory history = new MemoryComputationHistory(catalog);
  private final KeySecrets secrets = new KeySecrets(new byte[32]);
  private final Digester digester = new Digester();

  /** By segment the households that are in it. */
  private final Map<Long, NavigableSet<String>> expected = new TreeMap<>();

  private final Map<Long, AlgebraNode> audiences = new TreeMap<>();

  @Test
  void event_segments_and_campaigns_are_what_the_files_say(@TempDir Path folder) {
    assumeThat(CompleteJourney.isThere()).as("the data set is not beside the project").isTrue();
    CompleteJourney journey = CompleteJourney.read();
    Purchases purchases = Purchases.read();
    assertThat(purchases.products()).hasSize(92_331);
    assertThat(purchases.rows()).hasSize(75_000);
    catalog.write(tables -> {
      tables.retailers().put(RETAILER);
      return true;
    });
    for (String campaign : List.of("8", "13", "18", "26")) list(journey.campaign(campaign));
    for (Definition.Events definition : definitions()) {
      NavigableSet<String> households = new TreeSet<>(CompleteJourney.byNumber());
      households.addAll(purchases.households(definition, NOW));
      expected.put(segment(definition), households);
    }
    assertThat(expected.values().stream().filter(s -> !s.isEmpty()).count()).isGreaterThan(12);
    List<Long> ids = List.copyOf(expected.keySet());
    for (int i = 4; i < ids.size(); i++) {
      AlgebraNode list = new InSegment(ids.get(i % 4));
      AlgebraNode did = new InSegment(ids.get(i));
      audience(did);
      audience(new AlgebraNode.And(List.of(list, did)));
      audience(new AlgebraNode.And(List.of(list, new AlgebraNode.Not(did))));
      audience(new AlgebraNode.Or(List.of(did, new AlgebraNode.And(List.of(list)))));
    }
    try (EventStore events = FileEventStore.open(folder, Duration.ofDays(400), clock, 2);
        LocalEngine engine = new LocalEngine(2, 64 << 20);
        Computations computations =
            new Computations(
                catalog,
                populations,
                new EventSegments(events, populations, log, clock),
                store,
                history,
                engine,
                clock,
                System::nanoTime,
                5)) {
      bring(events, purchases, 0, purchases.rows().size() / 2);
      compute(computations);
      events.put(RETAILER.id(), purchases.products().values());
      compute(computations);
      bring(events, purchases, purchases.rows().size() / 2, purchases.rows().size());
      checkLookups(journey.households());
      compute(computations);
      checkSizes();
    }
  }

  /** Every window, and every filter alone and with others. */
  private static List<Definition.Events> definitions() {
    List<Definition.Events> definitions = new ArrayList<>();
    for (LookbackWindow window : LookbackWindow.values())
      definitions.add(bought(window, ALL, ALL, ANY, ANY));
    LookbackWindow half = LookbackWindow.LAST_180_DAYS;
    LookbackWindow month = LookbackWindow.LAST_30_DAYS;
    OptionalDouble five = OptionalDouble.of(5);
    definitions.add(bought(month, Set.of("69"), ALL, ANY, ANY));
    definitions.add(bought(half, Set.of("2", "764"), ALL, ANY, ANY));
    definitions.add(bought(half, ALL, Set.of("SOFT DRINKS", "BAG SNACKS"), ANY, ANY));
    definitions.add(bought(month, ALL, ALL, five, ANY));
    definitions.add(bought(month, ALL, ALL, ANY, OptionalDouble.of(0.99)));
    definitions.add(bought(half, Set.of("69"), Set.of("GROCERY"), OptionalDouble.of(1), five));
    definitions.add(bought(half, Set.of("103"), Set.of("SOFT DRINKS"), five, five));
    definitions.add(new Definition.Events(ShopperActivity.VIEW, half, ALL, ALL, ANY, ANY));
    return definitions;
  }

  private static Definition.Events bought(
      LookbackWindow window,
      Set<String> brands,
      Set<String> categories,
      OptionalDouble min,
      OptionalDouble max) {
    return new Definition.Events(ShopperActivity.BUY, window, brands, categories, min, max);
  }

  private void bring(EventStore events, Purchases purchases, int from, int to) {
    List<ShoppingEvent> batch = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Purchases.Row row = purchases.rows().get(i);
      batch.add(
          new ShoppingEvent(
              "t" + i,
              keys(List.of(row.household())),
              ShopperActivity.BUY,
              row.productId(),
              row.at(),
              row.price()));
    }
    assertThat(events.add(RETAILER.id(), batch)).isEqualTo(to - from);
  }

  private IdentifierKeys keys(Iterable<String> households) {
    List<String> values = new ArrayList<>();
    households.forEach(values::add);
    long[] packed = new long[2 * values.size()];
    for (int i = 0; i < values.size(); i++)
      assertThat(digester.digest(TYPE, values.get(i), packed, 2 * i)).isNull();
    secrets.of(RETAILER).seal(TYPE, packed, values.size());
    return new IdentifierKeys(packed, values.size());
  }

  private void list(NavigableSet<String> households) {
    long id = segment(new Definition.ContactList(TYPE));
    log.appendAndWait(new LogRecord.Amend(RETAILER.id(), id, 1, NOW, true, TYPE, keys(households)));
    expected.put(id, households);
  }

  private long segment(Definition definition) {
    return catalog.write(tables -> {
      long id = tables.newId();
      tables
          .segments()
          .insert(
              new AudienceSegment(
                  id, 1, RETAILER.id(), "S" + id, null, definition, NOW, NOW, null));
      return id;
    });
  }

  private void audience(AlgebraNode algebra) {
    audiences.put(
        catalog.write(tables -> {
          long id = tables.newId();
          tables
              .audiences()
              .insert(new Audience(id, 1, RETAILER.id(), "A" + id, null, algebra, NOW, NOW, null));
          return id;
        }),
        algebra);
  }

  private boolean in(AlgebraNode node, String household) {
    Predicate<AlgebraNode> inside = child -> in(child, household);
    return switch (node) {
      case InSegment(long id) -> Objects.requireNonNull(expected.get(id)).contains(household);
      case AlgebraNode.And(var nodes) -> nodes.stream().allMatch(inside);
      case AlgebraNode.Or(var nodes) -> nodes.stream().anyMatch(inside);
      case AlgebraNode.Not(var inner) -> !in(inner, household);
    };
  }

  private void compute(Computations computations) {
    Computation run = computations.start(Computation.Trigger.MANUAL);
    while (history.find(run.id()).orElseThrow().finishedAt() == null) Thread.onSpinWait();
    assertThat(history.find(run.id()).orElseThrow().state()).isEqualTo(Computation.State.SUCCEEDED);
  }

  private void checkLookups(NavigableSet<String> households) {
    Lookups lookups = new Lookups(catalog, populations, store, secrets, clock);
    for (String household : households) {
      long[] digest = new long[2];
      assertThat(digester.digest(TYPE, household, digest, 0)).isNull();
      assertThat(
              lookups
                  .lookup(
                      RETAILER.id(),
                      List.of(new Identifier(TYPE, digest[0], digest[1])),
                      Set.of(1L))
                  .audienceIds())
          .as("household %s", household)
          .isEqualTo(
              audiences.entrySet().stream()
                  .filter(audience -> in(audience.getValue(), household))
                  .map(Map.Entry::getKey)
                  .toList());
    }
  }

  private void checkSizes() {
    RetailerResult result =
        store.published().flatMap(snapshot -> snapshot.retailer(RETAILER.id())).orElseThrow();
    result
        .segments()
        .forEach(segment ->
            assertThat(segment.size())
                .isEqualTo(Objects.requireNonNull(expected.get(segment.segmentId())).size()));
    NavigableSet<String> everybody = new TreeSet<>(CompleteJourney.byNumber());
    expected.values().forEach(everybody::addAll);
    result
        .audiences()
        .forEach(audience -> {
          AlgebraNode algebra = Objects.requireNonNull(audiences.get(audience.audienceId()));
          assertThat(audience.size())
              .isEqualTo(everybody.stream().filter(household -> in(algebra, household)).count());
        });
    assertThat(result.audiences()).hasSize(audiences.size());
  }
}
