package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Publication;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.identity.IdentifierType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live lookups, lookups in a snapshot, sizes and plain sets tell the same of everybody. */
class AgreementTest {
  private static final IdentifierType[] TYPES = {
    IdentifierType.CUSTOMER_ID, IdentifierType.EMAIL, IdentifierType.PHONE_NUMBER
  };
  private static final int VALUES = 40;

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private final Map<Long, Set<Key>> lists = new TreeMap<>();
  private final Map<Long, IdentifierType> types = new HashMap<>();
  private final Map<Key, Integer> graph = new HashMap<>();
  private final Map<Long, AlgebraNode> audiences = new TreeMap<>();
  private int users;

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
    "1, true, 9",
    "2, true, 9",
    "3, true, 9",
    "4, true, 150",
    "5, false, 9",
    "6, false, 9",
    "7, false, 150"
  })
  void all_ways_to_ask_agree_with_plain_sets(long seed, boolean withGraph, int segmentCount) {
    Random random = new Random(seed);
    for (int i = 0; i < segmentCount; i++) {
      IdentifierType type = TYPES[i % TYPES.length];
      long segment = deployment.segment(retailer, type);
      types.put(segment, type);
      lists.put(segment, new HashSet<>());
    }
    List<Long> segments = List.copyOf(lists.keySet());
    for (int i = 0; i < 31 + segmentCount; i++) {
      AlgebraNode algebra = RandomAlgebra.bounded(random, segments, 4);
      audiences.put(deployment.audience(retailer, algebra), algebra);
    }
    Computations computations = deployment.computations();
    for (int round = 0; round < 3; round++) {
      for (int step = 0; step < 20 + segmentCount; step++) {
        if (withGraph && random.nextInt(3) == 0) {
          link(random);
        } else {
          amend(random, segments.get(random.nextInt(segments.size())));
        }
      }
      checkLookups();
      checkSizes(deployment.finished(computations.start(Trigger.MANUAL)));
      deployment.publishing(retailer, Publication.SCHEDULED);
      checkLookups();
      deployment.publishing(retailer, Publication.CONTINUOUS);
    }
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
      boolean heardOf = lists.values().stream().anyMatch(list -> list.contains(key));
      return heardOf ? Set.of(key) : Set.of();
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
            segment ->
                shopper.stream().anyMatch(Objects.requireNonNull(lists.get(segment))::contains));
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
      Set<Key> list = Objects.requireNonNull(lists.get(segment.segmentId()));
      long matches = list.stream().filter(k -> graph.isEmpty() || graph.containsKey(k)).count();
      assertThat(segment.identifiers()).isEqualTo(list.size());
      assertThat(segment.matches()).isEqualTo(matches);
      assertThat(segment.size())
          .isEqualTo(shoppers.stream().filter(s -> s.stream().anyMatch(list::contains)).count());
    }
  }
}
