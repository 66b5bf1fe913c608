package dev.rollcall.server.journey;

import static dev.rollcall.server.journey.CompleteJourney.byNumber;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A retailer's lists and audiences as plain sets of households: what the server must agree with.
 */
final class PlainShop {
  /** An identifier on a list: equal ones are one, in whatever form they came. */
  private record Listed(ContactForm.Kind kind, String household) {
    /** The same for a household that is known: all forms of its address are one. */
    Listed resolved() {
      return kind == ContactForm.Kind.HASHED_EMAIL
          ? new Listed(ContactForm.Kind.EMAIL, household)
          : this;
    }
  }

  /** What a list's statistics must say. */
  record Statistics(long identifiers, long matches, double rate) {
    static Statistics of(long identifiers, long matches) {
      return new Statistics(
          identifiers, matches, identifiers == 0 ? 0 : 100.0 * matches / identifiers);
    }
  }

  private final NavigableSet<String> known = new TreeSet<>(byNumber());
  private final NavigableMap<String, Set<Listed>> lists = new TreeMap<>();
  private final NavigableMap<String, Choice> audiences = new TreeMap<>();

  /** Adds households to the identity graph, each with its number and its address. */
  void know(Collection<String> households) {
    known.addAll(households);
    lists.replaceAll((name, listed) ->
        listed.stream().map(this::identifier).collect(Collectors.toCollection(HashSet::new)));
  }

  private Listed identifier(Listed listed) {
    return known.contains(listed.household()) ? listed.resolved() : listed;
  }

  NavigableSet<String> known() {
    return new TreeSet<>(known);
  }

  void makeList(String name) {
    lists.put(name, new HashSet<>());
  }

  void makeAudience(String name, Choice choice) {
    audiences.put(name, choice);
  }

  void amend(String list, boolean add, ContactForm form, Collection<String> households) {
    Set<Listed> listed = list(list);
    for (String household : households) {
      Listed identifier = identifier(new Listed(form.kind(), household));
      if (add) listed.add(identifier);
      else listed.remove(identifier);
    }
  }

  void clear(String list) {
    list(list).clear();
  }

  private Set<Listed> list(String name) {
    return Objects.requireNonNull(lists.get(name), "there is no such list");
  }

  /** The known households on each list. */
  Map<String, Set<String>> segments() {
    NavigableMap<String, Set<String>> segments = new TreeMap<>();
    lists.forEach((name, listed) -> {
      Set<String> households = new TreeSet<>(byNumber());
      listed.forEach(identifier -> households.add(identifier.household()));
      households.retainAll(known);
      segments.put(name, households);
    });
    return segments;
  }

  /** The households of each audience. */
  Map<String, Set<String>> audiences() {
    Map<String, Set<String>> segments = segments();
    return each(audiences, choice -> choice.of(segments, known));
  }

  Set<String> audience(String name) {
    return Objects.requireNonNull(audiences().get(name), "there is no such audience");
  }

  Map<String, Statistics> statistics() {
    return each(
        lists,
        listed ->
            Statistics.of(
                listed.size(),
                listed.stream().filter(one -> known.contains(one.household())).count()));
  }

  static Map<String, Integer> sizes(Map<String, Set<String>> sets) {
    return each(sets, Set::size);
  }

  private static <T, R> Map<String, R> each(Map<String, T> named, Function<T, R> change) {
    NavigableMap<String, R> changed = new TreeMap<>();
    named.forEach((name, value) -> changed.put(name, change.apply(value)));
    return changed;
  }
}
