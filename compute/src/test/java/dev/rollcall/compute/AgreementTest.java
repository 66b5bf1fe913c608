package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.Product;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.IdentifierType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live lookups, lookups in a snapshot, sizes and plain sets tell the same of everybody. */
class AgreementTest {
  private static final IdentifierType[] TYPES = {
    IdentifierType.CUSTOMER_ID, IdentifierType.EMAIL, IdentifierType.PHONE_NUMBER
  };
  private static final int VALUES = 40;
  private static final List<ShopperActivity> ACTIVITIES =
      List.of(ShopperActivity.VIEW, ShopperActivity.BUY);
  private static final List<LookbackWindow> WINDOWS =
      List.of(LookbackWindow.LAST_7_DAYS, LookbackWindow.LAST_14_DAYS);
  private static final List<Product> PRODUCTS =
      IntStream.range(0, 8)
          .mapToObj(n ->
              new Product(
                  "p" + n, "b" + n % 3, Set.of("c" + n % 2, "c" + (n + 2)), OptionalDouble.of(n)))
          .toList();

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private final Map<Long, Set<Key>> lists = new TreeMap<>();
  private final Map<Long, IdentifierType> types = new HashMap<>();
  private final Map<Key, Integer> graph = new HashMap<>();
  private final Map<Long, AlgebraNode> audiences = new TreeMap<>();
  private final Map<Long, Definition.Events> definitions = new TreeMap<>();
  private final List<Done> events = new ArrayList<>();
  private int users;

  /** What a shopper did. */
  private record Done(Key key, ShopperActivity activity, Product product, Instant at) {}

  private record Key(IdentifierType type, int n) {
    String value() {
      return switch (type) {
        case EMAIL -> "shopper" + n + "@example.com";
        case PHONE_NUMBER -> "+4930" + (1_000_000 + n);
        case CUSTOMER_ID, USER_IDENTIFIER, IDENTITY_LINK -> "c" + n;
      };
    }
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, true, 9, 0",
    "2, true, 9, 0",
    "3, true, 9, 6",
    "4, true, 150, 20",
    "5, false, 9, 0",
    "6, false, 9, 6",
    "7, false, 150, 20"
  })
  void all_ways_to_ask_agree_with_plain_sets(
      long seed, boolean withGraph, int segmentCount, int eventSegmentCount) {
    Random random = new Random(seed);
    deployment.events.put(retailer, PRODUCTS);
    for (int i = 0; i < eventSegmentCount; i++) {
      Definition.Events definition = definition(random);
      definitions.put(deployment.segment(retailer, definition), definition);
    }
    for (int i = 0; i < segmentCount; i++) {
      IdentifierType type = TYPES[i % TYPES.length];
      long segment = deployment.segment(retailer, type);
      types.put(segment, type);
      lists.put(segment, new HashSet<>());
    }
    List<Long> segments = List.copyOf(lists.keySet());
    List<Long> all = Stream.concat(definitions.keySet().stream(), segments.stream()).toList();
    for (int i = 0; i < 31 + segmentCount; i++) {
      AlgebraNode algebra = RandomAlgebra.bounded(random, all, 4);
      audiences.put(deployment.audience(retailer, algebra), algebra);
    }
    Computations computations = deployment.computations();
    for (int round = 0; round < 3; round++) {
      deployment.clock.advance(Duration.ofDays(1));
      deployment.finished(computations.start(Trigger.MANUAL));
      for (int step = 0; step < 20 + segmentCount; step++) {
        if (!definitions.isEmpty() && random.nextInt(3) == 0) {
          event(random);
        } else if (withGraph && random.nextInt(3) == 0) {
          link(random);
        } else {
          amend(random, segments.get(random.nextInt(segments.size())));
        }
      }
      if (withGraph && !definitions.isEmpty()) {
        // Whose an event is, when the graph has learned, is found by the next run.
        deployment.finished(computations.start(Trigger.MANUAL));
      }
      checkLookups();
      checkSizes(deployment.finished(computations.start(Trigger.MANUAL)));
      deployment.publishing(retailer, Publication.SCHEDULED);
      checkLookups();
      deployment.publishing(retailer, Publication.CONTINUOUS);
    }
  }

  private static Definition.Events definition(Random random) {
    boolean priced = random.nextBoolean();
    return new Definition.Events(
        ACTIVITIES.get(random.nextInt(2)),
        WINDOWS.get(random.nextInt(2)),
        random.nextBoolean() ? Set.of() : Set.of("b" + random.nextInt(3)),
        random.nextBoolean() ? Set.of() : Set.of("c" + random.nextInt(2), "c9"),
        priced ? OptionalDouble.of(1 + random.nextInt(3)) : OptionalDouble.empty(),
        priced && random.nextBoolean() ? OptionalDouble.of(4) : OptionalDouble.empty());
  }

  private void event(Random random) {
    Done done =
        new Done(
            new Key(TYPES[random.nextInt(TYPES.length)], random.nextInt(VALUES)),
            ACTIVITIES.get(random.nextInt(2)),
            PRODUCTS.get(random.nextInt(PRODUCTS.size())),
            deployment.clock.instant().minus(Duration.ofHours(random.nextInt(16 * 24))));
    events.add(done);
    deployment.event(
        retailer,
        done.key().type(),
        done.key().value(),
        done.activity(),
        done.product().id(),
        done.at());
  }

  /** Whether the shopper did what an event segment asks for. */
  private boolean did(Set<Key> shopper, Definition.Events definition) {
    Instant now = deployment.clock.instant();
    return events.stream()
        .filter(done -> shopper.contains(done.key()))
        .anyMatch(done ->
            done.activity() == definition.activity()
                && done.at().isAfter(now.minus(Duration.ofDays(definition.window().days())))
                && (definition.brandIds().isEmpty()
                    || definition.brandIds().contains(done.product().brandId()))
                && (definition.categoryIds().isEmpty()
                    || done.product().categoryIds().stream()
                        .anyMatch(definition.categoryIds()::contains))
                && done.product().price().getAsDouble() >= definition.minPrice().orElse(0)
                && done.product().price().getAsDouble() <= definition.maxPrice().orElse(99));
  }

  private boolean inSegment(Set<Key> shopper, long segment) {
    Definition.Events definition = definitions.get(segment);
    return definition == null
        ? shopper.stream().anyMatch(Objects.requireNonNull(lists.get(segment))::contains)
        : did(shopper, definition);
  }

  private void amend(Random random, long segment) {
    IdentifierType type = Objects.requireNonNull(types.get(segment));
    boolean add = random.nextInt(3) > 0;
    List<Key> keys = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      keys.add(new Key(type, random.nextInt(VALUES)));
    }
    deployment.amend(
        retailer, segment, add, type, keys.stream().map(Key::value).toArray(String[]::new));
    Set<Key> list = Objects.requireNonNull(lists.get(segment));
    if (add) {
      list.addAll(keys);
    } else {
      keys.forEach(list::remove);
    }
  }

  private void link(Random random) {
    List<Key> row =
        random
            .ints(1 + random.nextInt(5), 0, TYPES.length * VALUES)
            .mapToObj(n -> new Key(TYPES[n % TYPES.length], n / TYPES.length))
            .distinct()
            .toList();
    int user =
        row.stream().map(graph::get).filter(Objects::nonNull).findFirst().orElseGet(() -> users++);
    row.forEach(key -> graph.put(key, user));
    deployment.link(
        retailer,
        row.stream().map(key -> key.type().wireName() + ":" + key.value()).toArray(String[]::new));
  }

  /** The identifiers of whoever has this one; nobody's when the graph does not know it. */
  private Set<Key> shopper(Key key) {
    if (graph.isEmpty()) {
      return Set.of(key);
    }
    Integer user = graph.get(key);
    return graph.entrySet().stream()
        .filter(entry -> entry.getValue().equals(user))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean in(long audience, Set<Key> shopper) {
    return !shopper.isEmpty()
        && RandomAlgebra.admits(
            Objects.requireNonNull(audiences.get(audience)),
            segment -> inSegment(shopper, segment));
  }

  private static List<Key> everyKey() {
    return IntStream.range(0, TYPES.length * VALUES)
        .mapToObj(n -> new Key(TYPES[n % TYPES.length], n / TYPES.length))
        .toList();
  }

  private void checkLookups() {
    List<LookupAnswer> answers = new ArrayList<>();
    for (Key key : everyKey()) {
      Set<Key> shopper = shopper(key);
      List<Long> expected = audiences.keySet().stream().filter(a -> in(a, shopper)).toList();
      LookupAnswer answer =
          deployment.lookups.lookup(
              retailer,
              List.of(deployment.digest(key.type(), key.value())),
              Set.of(Deployment.ACCOUNT));
      assertThat(answer.audienceIds()).isEqualTo(expected);
      answers.add(answer);
    }
    assertThat(
            deployment.lookups.lookupAll(
                retailer,
                everyKey().stream()
                    .map(k -> List.of(deployment.digest(k.type(), k.value())))
                    .toList(),
                Set.of(Deployment.ACCOUNT)))
        .isEqualTo(answers);
  }

  private void checkSizes(Computation computation) {
    Set<Set<Key>> shoppers = everyKey().stream().map(this::shopper).collect(Collectors.toSet());
    RetailerResult result =
        deployment
            .store
            .find(Objects.requireNonNull(computation.snapshotId()))
            .flatMap(snapshot -> snapshot.retailer(retailer))
            .orElseThrow();
    for (AudienceResult audience : result.audiences()) {
      assertThat(audience.size())
          .isEqualTo(shoppers.stream().filter(s -> in(audience.audienceId(), s)).count());
      assertThat(deployment.store.members(audience.contentId()).size()).isEqualTo(audience.size());
    }
    for (SegmentResult segment : result.segments()) {
      assertThat(segment.size())
          .isEqualTo(shoppers.stream().filter(s -> inSegment(s, segment.segmentId())).count());
      Set<Key> list = lists.getOrDefault(segment.segmentId(), Set.of());
      long matches = list.stream().filter(k -> graph.isEmpty() || graph.containsKey(k)).count();
      assertThat(segment.identifiers()).isEqualTo(list.size());
      assertThat(segment.matches()).isEqualTo(matches);
    }
  }
}
