package dev.rollcall.compute.explain;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LogRecord.Merge.Reason;
import dev.rollcall.audience.Publication;
import dev.rollcall.compute.Deployment;
import dev.rollcall.identity.IdentifierType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A shop to which things happen at random, told twice: to a deployment, and in plain sets with the
 * last word on each identifier of each list.
 */
final class ShopModel {
  private static final IdentifierType[] TYPES = {
    IdentifierType.CUSTOMER_ID, IdentifierType.EMAIL, IdentifierType.PHONE_NUMBER
  };
  private static final int VALUES = 12;

  /** An identifier. */
  record Mark(IdentifierType type, int n) {
    String value() {
      return switch (type) {
        case EMAIL -> "shopper" + n + "@example.com";
        case PHONE_NUMBER -> "+4930" + (1_000_000 + n);
        case CUSTOMER_ID, USER_IDENTIFIER, IDENTITY_LINK -> "c" + n;
      };
    }
  }

  /** The last word on an identifier: which operation put it on or took it off. */
  record Word(long operation, boolean on) {}

  /**
   * One list.
   *
   * @param anew the last operation that began it anew; 0 when none did
   * @param words on identifiers, since then
   */
  record Told(long anew, Map<Mark, Word> words) {
    boolean has(Mark key) {
      Word word = words.get(key);
      return word != null && word.on();
    }

    Set<Mark> on() {
      return words.keySet().stream().filter(this::has).collect(Collectors.toSet());
    }

    /** The operation that made it so for a shopper; empty when none had a word. */
    Optional<Long> lastWord(Set<Mark> shopper) {
      boolean in = shopper.stream().anyMatch(this::has);
      List<Long> operations = new ArrayList<>();
      for (Mark key : shopper) {
        Word word = words.get(key);
        if (word != null && word.on() == in) operations.add(word.operation());
      }
      if (!in && anew > 0) operations.add(anew);
      return operations.stream().max(Long::compare);
    }
  }

  final Deployment deployment;
  final long retailer;
  final Map<Long, IdentifierType> types = new TreeMap<>();
  private final Map<Long, Told> lists = new HashMap<>();
  private final Map<Mark, Integer> graph = new HashMap<>();
  private final Set<Mark> heard = new HashSet<>();
  private final Random random;
  private int users;

  ShopModel(Deployment deployment, Random random, int segments) {
    this.deployment = deployment;
    this.random = random;
    this.retailer = deployment.retailer(Publication.CONTINUOUS);
    for (int i = 0; i < segments; i++) {
      IdentifierType type = TYPES[i % TYPES.length];
      types.put(deployment.segment(retailer, type), type);
    }
  }

  /** The lists as they are now. */
  Map<Long, Told> lists() {
    return types.keySet().stream().collect(Collectors.toMap(id -> id, this::list));
  }

  private Told list(long segment) {
    return lists.getOrDefault(segment, new Told(0, Map.of()));
  }

  static List<Mark> everyKey() {
    return IntStream.range(0, TYPES.length * VALUES)
        .mapToObj(n -> new Mark(TYPES[n % TYPES.length], n / TYPES.length))
        .toList();
  }

  /** The identifiers of whoever has this one; nobody's when the graph does not know it. */
  Set<Mark> shopper(Mark key) {
    if (graph.isEmpty()) return heard.contains(key) ? Set.of(key) : Set.of();
    Integer user = graph.get(key);
    return graph.entrySet().stream()
        .filter(entry -> entry.getValue().equals(user))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  void amend() {
    List<Long> ids = List.copyOf(types.keySet());
    long segment = ids.get(random.nextInt(ids.size()));
    Set<Mark> some = keys(segment);
    switch (random.nextInt(9)) {
      case 0 -> {
        deployment.log.appendAndWait(
            new LogRecord.Clear(retailer, segment, 1, deployment.clock.instant()));
        tell(segment, true, Set.of(), Set.of());
      }
      case 1 -> merge(segment, Reason.REPLACE, Set.of(), some);
      case 2 -> {
        Set<Mark> others = keys(segment);
        others.removeAll(some);
        merge(segment, Reason.UNDO, others, some);
      }
      case 3, 4, 5 -> {
        amend(segment, false, some);
        tell(segment, false, some, Set.of());
      }
      default -> {
        amend(segment, true, some);
        tell(segment, false, Set.of(), some);
      }
    }
  }

  private Set<Mark> keys(long segment) {
    Set<Mark> keys = new HashSet<>();
    for (int i = random.nextInt(5); i >= 0; i--)
      keys.add(new Mark(Objects.requireNonNull(types.get(segment)), random.nextInt(VALUES)));
    return keys;
  }

  private void amend(long listId, boolean add, Set<Mark> keys) {
    if (add) heard.addAll(keys);
    deployment.amend(
        retailer,
        listId,
        add,
        keys.iterator().next().type(),
        keys.stream().map(Mark::value).toArray(String[]::new));
  }

  private long staged(Set<Mark> keys) {
    if (keys.isEmpty()) return 0;
    long stage = deployment.catalog.write(tables -> tables.newId());
    amend(stage, true, keys);
    amend(stage, false, keys);
    amend(stage, true, keys);
    return stage;
  }

  private void merge(long segment, Reason reason, Set<Mark> removed, Set<Mark> added) {
    deployment.log.appendAndWait(
        new LogRecord.Merge(
            retailer,
            segment,
            1,
            deployment.clock.instant(),
            reason,
            0,
            staged(added),
            staged(removed),
            null));
    tell(segment, reason == Reason.REPLACE, removed, added);
  }

  /** Takes down what the last record did, unless it changed nothing. */
  private void tell(long segment, boolean whole, Set<Mark> removed, Set<Mark> added) {
    Told before = list(segment);
    long operation = deployment.log.position();
    Map<Mark, Word> words = new HashMap<>(whole ? Map.of() : before.words());
    removed.forEach(key -> words.put(key, new Word(operation, false)));
    added.forEach(key -> words.put(key, new Word(operation, true)));
    Told after = new Told(whole ? operation : before.anew(), words);
    if (!after.on().equals(before.on())) lists.put(segment, after);
  }

  void link() {
    List<Mark> row =
        random
            .ints(1 + random.nextInt(4), 0, TYPES.length * VALUES)
            .mapToObj(n -> new Mark(TYPES[n % TYPES.length], n / TYPES.length))
            .distinct()
            .toList();
    int user =
        row.stream().map(graph::get).filter(Objects::nonNull).findFirst().orElseGet(() -> users++);
    row.forEach(key -> graph.put(key, user));
    deployment.link(
        retailer,
        row.stream().map(key -> key.type().wireName() + ":" + key.value()).toArray(String[]::new));
  }
}
