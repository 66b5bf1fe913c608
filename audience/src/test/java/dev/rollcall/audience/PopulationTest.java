package dev.rollcall.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.identity.Channel;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.identity.IdentityRows;
import dev.rollcall.identity.MemoryDictionary;
import dev.rollcall.members.Members;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopulationTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final long RETAILER = 1;
  private static final IdentifierType[] TYPES = {
    IdentifierType.EMAIL, IdentifierType.CUSTOMER_ID, IdentifierType.PHONE_NUMBER
  };

  private final Population population =
      new Population(RETAILER, new IdentityGraph(new MemoryDictionary()));
  private long position;

  /** An identifier as the naive model knows it. */
  private record Key(IdentifierType type, int n) {
    long hi() {
      return (n * 0x9e3779b97f4a7c15L) ^ ((long) type.code() << 40);
    }

    long lo() {
      return n;
    }
  }

  @Test
  void without_a_graph_every_identifier_is_a_user_and_matches() {
    amend(
        10,
        true,
        new Key(IdentifierType.EMAIL, 1),
        new Key(IdentifierType.EMAIL, 2),
        new Key(IdentifierType.EMAIL, 2));
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(2, 2));
    assertThat(population.view().usersOn(10).size()).isEqualTo(2);
  }

  @Test
  void an_unmatched_identifier_stays_on_the_list_and_matches_once_the_graph_learns_it() {
    link(List.of(new Key(IdentifierType.CUSTOMER_ID, 1)));
    amend(10, true, new Key(IdentifierType.EMAIL, 1), new Key(IdentifierType.EMAIL, 2));
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(2, 0));
    link(List.of(new Key(IdentifierType.CUSTOMER_ID, 1), new Key(IdentifierType.EMAIL, 1)));
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(2, 1));
    assertThat(population.view().usersOn(10).size()).isOne();
  }

  @Test
  void two_identifiers_of_one_user_count_twice_as_identifiers_and_once_as_user() {
    link(List.of(new Key(IdentifierType.EMAIL, 1), new Key(IdentifierType.EMAIL, 2)));
    amend(10, true, new Key(IdentifierType.EMAIL, 1), new Key(IdentifierType.EMAIL, 2));
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(2, 2));
    assertThat(population.view().usersOn(10).size()).isOne();
    amend(10, false, new Key(IdentifierType.EMAIL, 1));
    assertThat(population.view().usersOn(10).size()).isOne();
    amend(10, false, new Key(IdentifierType.EMAIL, 2));
    assertThat(population.view().usersOn(10).isEmpty()).isTrue();
  }

  @Test
  void two_forms_of_one_address_are_one_identifier_once_the_graph_knows_the_address() {
    Key plain = new Key(IdentifierType.EMAIL, 1);
    Key hashed = new Key(IdentifierType.EMAIL, 2);
    amend(10, true, plain, hashed);
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(2, 2));
    byte first =
        (byte) (IdentityRows.NEW_USER | IdentityRows.NEW_IDENTIFIER | IdentifierType.EMAIL.code());
    byte second = (byte) IdentifierType.EMAIL.code();
    long[] keys = {plain.hi(), plain.lo(), hashed.hi(), hashed.lo()};
    apply(new LogRecord.Link(RETAILER, 1, NOW, new IdentityRows(new byte[] {first, second}, keys)));
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(1, 1));
    amend(10, false, hashed);
    assertThat(population.view().statistics(10)).isEqualTo(new ContactListStatistics(0, 0));
  }

  @Test
  void a_record_applied_before_is_passed_over() {
    LogRecord add = amendment(10, true, new Key(IdentifierType.EMAIL, 1));
    population.apply(1, add);
    population.apply(2, new LogRecord.Clear(RETAILER, 10, 1, NOW));
    population.apply(1, add);
    assertThat(population.view().statistics(10).numberOfIdentifiers()).isZero();
    assertThat(population.position()).isEqualTo(2);
  }

  @Test
  void a_view_does_not_change_with_the_population() {
    amend(10, true, new Key(IdentifierType.EMAIL, 1));
    PopulationView before = population.view();
    amend(10, true, new Key(IdentifierType.EMAIL, 2));
    apply(new LogRecord.Drop(RETAILER, 10, NOW));
    assertThat(before.statistics(10).numberOfIdentifiers()).isOne();
    assertThat(population.view().segmentIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void any_history_gives_what_plain_sets_give(long seed) {
    Random random = new Random(seed);
    Map<Long, Set<Key>> lists = new TreeMap<>();
    Map<Key, Integer> graph = new HashMap<>();
    int users = 0;
    for (int step = 0; step < 300; step++) {
      long segment = random.nextInt(6);
      IdentifierType type = TYPES[(int) segment % TYPES.length];
      int kind = random.nextInt(20);
      if (kind < 15) {
        boolean add = kind < 9;
        Key[] keys =
            random
                .ints(1 + random.nextInt(30), 0, 120)
                .mapToObj(n -> new Key(type, n))
                .toArray(Key[]::new);
        amend(segment, add, keys);
        Set<Key> list = lists.computeIfAbsent(segment, id -> new HashSet<>());
        if (add) list.addAll(List.of(keys));
        else List.of(keys).forEach(list::remove);
      } else if (kind == 15) {
        apply(new LogRecord.Clear(RETAILER, segment, 1, NOW));
        lists.computeIfPresent(segment, (id, list) -> new HashSet<>());
      } else if (seed % 4 != 0) {
        List<Key> row =
            random
                .ints(1 + random.nextInt(4), 0, 120)
                .mapToObj(n -> new Key(TYPES[n % TYPES.length], n))
                .distinct()
                .toList();
        int user =
            row.stream().map(graph::get).filter(Objects::nonNull).findFirst().orElse(users++);
        row.forEach(key -> graph.put(key, user));
        link(row);
      }
      checkAgainst(lists, graph);
    }
  }

  private void checkAgainst(Map<Long, Set<Key>> lists, Map<Key, Integer> graph) {
    PopulationView view = population.view();
    lists.forEach((segment, list) -> {
      Set<Key> matched =
          list.stream()
              .filter(key -> graph.isEmpty() || graph.containsKey(key))
              .collect(Collectors.toSet());
      assertThat(view.statistics(segment))
          .isEqualTo(new ContactListStatistics(list.size(), matched.size()));
      Set<Object> expected =
          matched.stream()
              .map(key -> graph.isEmpty() ? key : (Object) graph.get(key))
              .collect(Collectors.toSet());
      assertThat(view.usersOn(segment).size()).isEqualTo(expected.size());
      for (Key key : list) {
        int user = population.userOf(key.hi(), key.lo());
        assertThat(user >= 0).isEqualTo(matched.contains(key));
        if (user < 0) continue;
        assertThat(view.usersOn(segment).contains(user)).isTrue();
        long[] rows =
            population
                .identifiersOn(new Long[] {-1L, segment, -2L})
                .of(population.graph().ordinalsOf(user));
        assertThat(Arrays.stream(rows).reduce(0, (a, b) -> a | b)).isEqualTo(0b010);
      }
    });
    if (!graph.isEmpty()) assertThat(view.userCount()).isEqualTo(graphUsers);
    for (Channel channel : Channel.values())
      assertThat(view.reachedOn(channel))
          .isEqualTo(
              Members.of(
                  graph.keySet().stream()
                      .filter(key -> key.type().channel() == channel)
                      .mapToInt(key -> population.userOf(key.hi(), key.lo()))
                      .toArray()));
  }

  @Test
  void a_user_is_reached_on_a_channel_until_the_last_of_many_keys_is_anothers() {
    int many = 40;
    List<Key> row = new ArrayList<>(List.of(new Key(IdentifierType.CUSTOMER_ID, 0)));
    for (int n = 1; n <= many; n++) row.add(new Key(IdentifierType.EMAIL, n));
    link(row);
    Key first = row.getFirst();
    int user = population.userOf(first.hi(), first.lo());
    link(List.of(new Key(IdentifierType.PHONE_NUMBER, 99)));
    for (int n = 1; n <= many; n++) {
      assertThat(population.view().reachedOn(Channel.OFFSITE).contains(user)).isTrue();
      link(List.of(new Key(IdentifierType.PHONE_NUMBER, 99), new Key(IdentifierType.EMAIL, n)));
    }
    assertThat(population.view().reachedOn(Channel.OFFSITE).contains(user)).isFalse();
    assertThat(population.view().reachedOn(Channel.ONSITE)).isEqualTo(Members.of(user));
  }

  private int graphUsers;

  private void link(List<Key> row) {
    if (row.stream()
        .noneMatch(
            key -> population.userOf(key.hi(), key.lo()) >= 0 && population.graph().imported()))
      graphUsers++;
    byte[] marks = new byte[row.size()];
    long[] packed = new long[2 * row.size()];
    for (int i = 0; i < row.size(); i++) {
      marks[i] =
          (byte)
              (row.get(i).type().code()
                  | IdentityRows.NEW_IDENTIFIER
                  | (i == 0 ? IdentityRows.NEW_USER : 0));
      packed[2 * i] = row.get(i).hi();
      packed[2 * i + 1] = row.get(i).lo();
    }
    apply(new LogRecord.Link(RETAILER, 1, NOW, new IdentityRows(marks, packed)));
  }

  private void amend(long segment, boolean add, Key... keys) {
    apply(amendment(segment, add, keys));
  }

  private static LogRecord amendment(long segment, boolean add, Key... keys) {
    List<Long> packed = new ArrayList<>();
    for (Key key : keys) packed.addAll(List.of(key.hi(), key.lo()));
    long[] longs = packed.stream().mapToLong(Long::longValue).toArray();
    return new LogRecord.Amend(
        RETAILER, segment, 1, NOW, add, keys[0].type(), new IdentifierKeys(longs, keys.length));
  }

  private void apply(LogRecord record) {
    population.apply(++position, record);
  }
}
