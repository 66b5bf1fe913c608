package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Audiences;
import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Segments;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.identity.Channel;
import dev.rollcall.identity.IdentifierType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes and overlaps are those of plain sets, and an estimate is the size it will be. */
class SizesTest {
  private static final IdentifierType[] TYPES = {
    IdentifierType.CUSTOMER_ID, IdentifierType.EMAIL, IdentifierType.PHONE_NUMBER
  };
  private static final int VALUES = 40;
  private static final Application OWNER = application(Set.of(Permission.EXACT_SIZES_READ));

  private final Deployment deployment = new Deployment("2030-01-01T00:00:00Z");
  private final long retailer = deployment.retailer(Publication.CONTINUOUS);
  private final Map<Long, IdentifierType> types = new TreeMap<>();
  private final Map<Long, Set<Key>> lists = new TreeMap<>();
  private final Map<Key, Integer> graph = new HashMap<>();
  private final Map<Long, AlgebraNode> audiences = new TreeMap<>();
  private int users;
  private final Sizes sizes =
      new Sizes(
          deployment.catalog,
          new Segments(deployment.catalog, deployment.log, deployment.clock),
          new Audiences(deployment.catalog, Limits.DEFAULT, deployment.clock),
          deployment.populations,
          new MemoryShoppingEvents(),
          deployment.secrets,
          deployment.clock);

  private record Key(IdentifierType type, int n) {
    String value() {
      return switch (type) {
        case EMAIL -> "shopper" + n + "@example.com";
        case PHONE_NUMBER -> "+4930" + (1_000_000 + n);
        case CUSTOMER_ID, USER_IDENTIFIER, IDENTITY_LINK -> "c" + n;
      };
    }
  }

  private static Application application(Set<Permission> permissions) {
    return new Application(
        7, 1, "app", "app", "", permissions, Set.of(1L), OptionalInt.empty(), true);
  }

  @AfterEach
  void close() {
    deployment.close();
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, true", "4, false", "5, false", "6, false"})
  void sizes_and_overlaps_are_those_of_plain_sets(long seed, boolean withGraph) {
    Random random = new Random(seed);
    account();
    for (int i = 0; i < 9; i++) {
      IdentifierType type = TYPES[i % TYPES.length];
      long segment = deployment.segment(retailer, type);
      types.put(segment, type);
      lists.put(segment, new HashSet<>());
    }
    List<Long> segments = List.copyOf(lists.keySet());
    for (int round = 0; round < 4; round++) {
      for (int step = 0; step < 25; step++) {
        if (withGraph && random.nextInt(3) == 0) link(random);
        else amend(random, segments.get(random.nextInt(segments.size())));
      }
      for (int i = 0; i < 12; i++) checkEstimate(RandomAlgebra.bounded(random, segments, 4));
      checkSizes(segments);
      for (int i = 0; i < 6; i++) checkOverlap(random, segments);
    }
  }

  private void account() {
    deployment.catalog.write(tables -> {
      tables
          .accounts()
          .put(
              new Account(
                  Deployment.ACCOUNT,
                  "A",
                  AccountType.DEMAND,
                  List.of(),
                  "EUR",
                  "UTC",
                  Set.of(retailer)));
      return retailer;
    });
  }

  /** An estimate is what plain sets give, and what the audience has once it is saved. */
  private void checkEstimate(AlgebraNode algebra) {
    Map<Channel, Size> estimated = new HashMap<>();
    for (Channel channel : Channel.values()) {
      Size size = done(sizes.estimate(OWNER, Deployment.ACCOUNT, retailer, channel, algebra));
      checkSize(size, usersOf(algebra, Optional.of(channel)));
      estimated.put(channel, size);
    }
    long saved = deployment.audience(retailer, algebra);
    audiences.put(saved, algebra);
    estimated.forEach((channel, size) ->
        assertThat(sizes.ofAudiences(OWNER, Deployment.ACCOUNT, channel, List.of(-1L, saved)))
            .satisfies(both -> {
              assertThat(both.getFirst()).isInstanceOf(Outcome.Refused.class);
              assertThat(both.get(1)).isEqualTo(Outcome.done(size));
            }));
  }

  private void checkSizes(List<Long> segments) {
    for (Channel channel : Channel.values()) {
      List<Outcome<Size>> told = sizes.ofSegments(OWNER, Deployment.ACCOUNT, channel, segments);
      for (int i = 0; i < segments.size(); i++)
        checkSize(
            done(told.get(i)),
            usersOf(new AlgebraNode.InSegment(segments.get(i)), Optional.of(channel)));
    }
  }

  private void checkSize(Size size, Set<Object> expected) {
    assertThat(size.users()).isEqualTo(OptionalLong.of(expected.size()));
    long all = graph.isEmpty() ? everybody() : users;
    assertThat(size.relative().orElseThrow())
        .isEqualTo(all == 0 ? 0 : Math.round(1e6 * expected.size() / all) / 1e6);
  }

  /** Identifiers ever seen: without a graph each is a user. */
  private final Set<Key> seen = new HashSet<>();

  private long everybody() {
    return seen.size();
  }

  private void checkOverlap(Random random, List<Long> segments) {
    List<Long> all = new ArrayList<>(segments);
    all.addAll(audiences.keySet());
    List<Long> ids =
        random
            .ints(0, all.size())
            .distinct()
            .limit(1 + random.nextInt(10))
            .mapToObj(all::get)
            .toList();
    Optional<Channel> channel =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(random.nextBoolean() ? Channel.ONSITE : Channel.OFFSITE);
    Overlap overlap = done(sizes.overlap(OWNER, Deployment.ACCOUNT, ids, channel));
    Map<List<Long>, Integer> exclusive = new HashMap<>();
    Set<Object> any = new HashSet<>();
    ids.forEach(id -> any.addAll(usersOf(algebra(id), channel)));
    for (Object user : any)
      exclusive.merge(
          ids.stream().filter(id -> usersOf(algebra(id), channel).contains(user)).toList(),
          1,
          Integer::sum);
    assertThat(bySets(overlap.intersections())).isEqualTo(exclusive);
    Map<List<Long>, Integer> single = new HashMap<>();
    Map<List<Long>, Integer> pairs = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      long one = ids.get(i);
      single.put(List.of(one), usersOf(algebra(one), channel).size());
      for (long other : ids.subList(i + 1, ids.size())) {
        Set<Object> both = new HashSet<>(usersOf(algebra(one), channel));
        both.retainAll(usersOf(algebra(other), channel));
        pairs.put(List.of(one, other), both.size());
      }
    }
    assertThat(bySets(overlap.sets())).isEqualTo(single);
    assertThat(bySets(overlap.pairs())).isEqualTo(pairs);
  }

  private static Map<List<Long>, Integer> bySets(List<Overlap.Part> parts) {
    return parts.stream()
        .collect(
            Collectors.toMap(Overlap.Part::ids, part -> (int) part.size().users().orElseThrow()));
  }

  private AlgebraNode algebra(long id) {
    return audiences.getOrDefault(id, new AlgebraNode.InSegment(id));
  }

  private Set<Object> usersOf(AlgebraNode algebra, Optional<Channel> channel) {
    Map<Long, Set<Object>> inSegment = new HashMap<>();
    lists.forEach((segment, list) ->
        inSegment.put(
            segment,
            list.stream().map(this::user).filter(Objects::nonNull).collect(Collectors.toSet())));
    return inSegment.values().stream()
        .flatMap(Set::stream)
        .filter(user ->
            RandomAlgebra.admits(
                algebra, id -> inSegment.getOrDefault(id, Set.of()).contains(user)))
        .filter(user -> channel.map(c -> reached(user, c)).orElse(true))
        .collect(Collectors.toSet());
  }

  private @Nullable Object user(Key key) {
    return graph.isEmpty() ? key : graph.get(key);
  }

  private boolean reached(Object user, Channel channel) {
    Predicate<Key> serves = key -> key.type().channel() == channel;
    return user instanceof Key key
        ? serves.test(key)
        : graph.entrySet().stream()
            .anyMatch(e -> e.getValue().equals(user) && serves.test(e.getKey()));
  }

  private void amend(Random random, long segment) {
    IdentifierType type = Objects.requireNonNull(types.get(segment));
    boolean add = random.nextInt(4) != 0;
    List<Key> keys =
        random.ints(1 + random.nextInt(12), 0, VALUES).mapToObj(n -> new Key(type, n)).toList();
    deployment.amend(
        retailer, segment, add, type, keys.stream().map(Key::value).toArray(String[]::new));
    Set<Key> list = Objects.requireNonNull(lists.get(segment));
    if (add) list.addAll(keys);
    else keys.forEach(list::remove);
    if (add) seen.addAll(keys);
  }

  private void link(Random random) {
    List<Key> row =
        IntStream.rangeClosed(0, random.nextInt(4))
            .mapToObj(i -> new Key(TYPES[random.nextInt(TYPES.length)], random.nextInt(VALUES)))
            .distinct()
            .toList();
    int user =
        row.stream().map(graph::get).filter(Objects::nonNull).findFirst().orElseGet(() -> users++);
    row.forEach(key -> graph.put(key, user));
    deployment.link(
        retailer,
        row.stream().map(key -> key.type().wireName() + ":" + key.value()).toArray(String[]::new));
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem.toString());
    };
  }
}
