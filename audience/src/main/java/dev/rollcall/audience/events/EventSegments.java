package dev.rollcall.audience.events;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Population;
import dev.rollcall.audience.Populations;
import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the users of event segments in the populations, where lookups and computations find them.
 *
 * <p>Computations have them found from all events; until the next time every event that arrives
 * adds its user before it is acknowledged, and nobody is taken away. So users whose events grow too
 * old leave when the window is moved, not in between, and events that come all day long do not have
 * the events of half a year read all day long.
 */
public final class EventSegments {
  /** Identifiers that one record of the log introduces, at most. */
  private static final int KEYS_A_RECORD = 50_000;

  private final ShoppingEvents events;
  private final Populations populations;
  private final AmendmentLog log;
  private final Clock clock;
  private final Map<Long, Watched> retailers = new ConcurrentHashMap<>();

  /** Begins to watch events. */
  public EventSegments(
      ShoppingEvents events, Populations populations, AmendmentLog log, Clock clock) {
    this.events = events;
    this.populations = populations;
    this.log = log;
    this.clock = clock;
    events.observe(this::arrived);
  }

  /**
   * Puts back users found by a process before this one, to go on from until they are found anew.
   * For event segments of a retailer of whom none have been found yet.
   */
  public void resume(long retailerId, AudienceSegment segment, Members users) {
    if (!(segment.definition() instanceof Definition.Events definition)) return;
    populations
        .find(retailerId)
        .ifPresent(population -> {
          watched(retailerId).resume(segment.id(), definition);
          population.putUsersByEvents(segment.id(), users);
        });
  }

  /**
   * Finds the users of those of a retailer's event segments that need it, all in one reading of the
   * events. For one thread. Windows are those of now: an event that arrived since the run began was
   * acknowledged and shows, so the sets found have it too.
   *
   * @param segments all of the retailer's
   * @param moving whether windows move: otherwise only segments are asked for that are new, or all
   *     when products or the identity graph changed
   */
  public void find(long retailerId, List<AudienceSegment> segments, boolean moving) {
    Map<Long, Definition.Events> wanted = new TreeMap<>();
    for (AudienceSegment segment : segments)
      if (segment.definition() instanceof Definition.Events definition)
        wanted.put(segment.id(), definition);
    if (wanted.isEmpty() && !retailers.containsKey(retailerId)) return;
    Watched watched = watched(retailerId);
    for (long gone : watched.keepOnly(wanted.keySet()))
      populations.find(retailerId).ifPresent(population -> population.removeUsersByEvents(gone));
    // Read before the events are: what changes meanwhile is found the next time.
    Basis basis = basis(retailerId);
    Map<Long, Definition.Events> asked = watched.begin(wanted, basis, moving);
    if (asked.isEmpty()) return;
    Map<Definition.Events, Members> found;
    try {
      found = users(retailerId, events.of(retailerId), Set.copyOf(asked.values()));
    } catch (RuntimeException | Error e) {
      watched.abandon();
      throw e;
    }
    watched.end(basis, found, populations.find(retailerId).orElse(null));
  }

  private void arrived(long retailerId, ShoppingEvents.Source arrivals) {
    Watched watched = retailers.get(retailerId);
    if (watched == null) return;
    try {
      boolean added = false;
      while (!added) {
        long links = links(retailerId);
        Map<Definition.Events, Members> more = users(retailerId, arrivals, watched.definitions());
        Optional<Population> population = populations.find(retailerId);
        added = population.isEmpty() || watched.add(more, links, population.get());
      }
    } catch (RuntimeException | Error e) {
      // The events are durable and nobody will be told of them again, also when they are sent
      // again.
      watched.doubt();
      throw e;
    }
  }

  private Watched watched(long retailerId) {
    return retailers.computeIfAbsent(retailerId, id -> new Watched());
  }

  private Basis basis(long retailerId) {
    return new Basis(events.revision(retailerId), links(retailerId));
  }

  private long links(long retailerId) {
    return populations.find(retailerId).map(population -> population.graph().links()).orElse(0L);
  }

  private Map<Definition.Events, Members> users(
      long retailerId, ShoppingEvents.Source source, Set<Definition.Events> definitions) {
    if (definitions.isEmpty()) return Map.of();
    List<Definition.Events> order = List.copyOf(definitions);
    List<IdentifierKeys> keys = source.shoppers(order, LookbackWindow.cutOff(clock.instant()));
    Map<Definition.Events, Members> users = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      IdentifierKeys found = keys.get(i);
      IdentifierKeys grouped = IdentifierKeys.grouped(found.packed(), found.size());
      meet(retailerId, grouped);
      users.put(
          order.get(i),
          populations.find(retailerId).map(p -> users(p, grouped)).orElse(Members.empty()));
    }
    return users;
  }

  private static Members users(Population population, IdentifierKeys keys) {
    return population.reading(() -> {
      int[] ordinals = new int[keys.size()];
      population.graph().dictionary().find(keys, ordinals);
      int known = 0;
      for (int ordinal : ordinals) {
        int user = population.graph().userOf(ordinal);
        if (user != IdentityGraph.NOBODY) ordinals[known++] = user;
      }
      return Members.ofSorted(ordinals, 0, Ordinals.sortDistinct(ordinals, known));
    });
  }

  /** Has strangers become users where there is no identity graph to say who is one. */
  private void meet(long retailerId, IdentifierKeys keys) {
    long[] strangers =
        populations
            .find(retailerId)
            .map(population -> strangers(population, keys))
            .orElseGet(() -> Arrays.copyOf(keys.packed(), 2 * keys.size()));
    for (int from = 0; from < strangers.length; from += 2 * KEYS_A_RECORD) {
      long[] part =
          Arrays.copyOfRange(strangers, from, Math.min(from + 2 * KEYS_A_RECORD, strangers.length));
      log.appendAndWait(
          new LogRecord.Meet(
              retailerId, clock.instant(), new IdentifierKeys(part, part.length / 2)));
    }
  }

  private static long[] strangers(Population population, IdentifierKeys keys) {
    if (population.graph().imported()) return new long[0];
    int[] ordinals = new int[keys.size()];
    population.graph().dictionary().find(keys, ordinals);
    long[] strangers = new long[2 * keys.size()];
    int size = 0;
    for (int i = 0; i < ordinals.length; i++) {
      if (ordinals[i] != Dictionary.ABSENT) continue;
      strangers[size++] = keys.hi(i);
      strangers[size++] = keys.lo(i);
    }
    return Arrays.copyOf(strangers, size);
  }
}
