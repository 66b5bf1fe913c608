package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.Population;
import dev.rollcall.members.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The event segments of one retailer, and how far finding their users is. One thread finds; any
 * number add what arrives, also while events are read that may or may not include it.
 */
final class Watched {
  /** The segments whose users the population has, as they were defined then. */
  private final Map<Long, Definition.Events> found = new HashMap<>();

  /** The segments whose users are being found. */
  private Map<Long, Definition.Events> asked = Map.of();

  /** Who arrived since that began. */
  private final Map<Definition.Events, Members> meanwhile = new HashMap<>();

  private @Nullable Basis basis;

  /** Whether somebody arrived since that began who could not be added. */
  private boolean doubted;

  synchronized void resume(long segmentId, Definition.Events definition) {
    found.put(segmentId, definition);
  }

  /** Forgets segments but these, and returns which. */
  synchronized List<Long> keepOnly(Set<Long> segmentIds) {
    List<Long> gone = new ArrayList<>(found.keySet());
    gone.removeAll(segmentIds);
    found.keySet().removeAll(gone);
    return gone;
  }

  /** Begins to find the users of those segments of which they are not known, and returns these. */
  synchronized Map<Long, Definition.Events> begin(
      Map<Long, Definition.Events> wanted, Basis now, boolean all) {
    Map<Long, Definition.Events> missing = new HashMap<>(wanted);
    if (!all && now.equals(basis)) missing.entrySet().removeAll(found.entrySet());
    asked = missing;
    doubted = false;
    meanwhile.clear();
    return missing;
  }

  synchronized void abandon() {
    asked = Map.of();
    meanwhile.clear();
  }

  /**
   * Hands the users that were found over to the population.
   *
   * @param population null when there is none, and so nobody was found
   */
  synchronized void end(
      Basis from, Map<Definition.Events, Members> users, @Nullable Population population) {
    asked.forEach((segmentId, definition) -> {
      Members all =
          users
              .getOrDefault(definition, Members.empty())
              .or(meanwhile.getOrDefault(definition, Members.empty()));
      if (population != null) population.putUsersByEvents(segmentId, all);
      found.put(segmentId, definition);
    });
    basis = doubted ? null : from;
    abandon();
  }

  /** Has all be found anew, as somebody who arrived could not be added. */
  synchronized void doubt() {
    basis = null;
    doubted = true;
  }

  /** What is to be asked of events that arrive. */
  synchronized Set<Definition.Events> definitions() {
    Set<Definition.Events> definitions = new HashSet<>(found.values());
    definitions.addAll(asked.values());
    return definitions;
  }

  /**
   * Adds users of events that arrived, unless the identity graph has learned whose they are since:
   * a reading that already knows it would not take them back.
   *
   * @param links of the graph before they were found
   * @return whether they were added; otherwise they are to be found again
   */
  synchronized boolean add(
      Map<Definition.Events, Members> users, long links, Population population) {
    if (population.graph().links() != links) return false;
    users.forEach((definition, more) -> {
      if (asked.containsValue(definition)) meanwhile.merge(definition, more, Members::or);
    });
    found.forEach((segmentId, definition) -> {
      Members more = users.getOrDefault(definition, Members.empty());
      if (!more.isEmpty())
        population.putUsersByEvents(segmentId, population.usersByEvents(segmentId).or(more));
    });
    return true;
  }
}
