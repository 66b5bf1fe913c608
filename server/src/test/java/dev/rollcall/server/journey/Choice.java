package dev.rollcall.server.journey;

import static dev.rollcall.server.journey.CompleteJourney.byNumber;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which households an audience is for: told to the server in JSON, and worked out on plain sets.
 */
sealed interface Choice {
  /** The households on a list. */
  record On(String list) implements Choice {}

  /** The households that every one of some choices has. */
  record All(List<Choice> choices) implements Choice {
    public All {
      choices = List.copyOf(choices);
    }
  }

  /** The households that at least one of some choices has. */
  record Any(List<Choice> choices) implements Choice {
    public Any {
      choices = List.copyOf(choices);
    }
  }

  /** The households that a choice leaves. */
  record Not(Choice choice) implements Choice {}

  static Choice on(String list) {
    return new On(list);
  }

  static Choice all(Choice... choices) {
    return new All(Arrays.asList(choices));
  }

  static Choice any(Choice... choices) {
    return new Any(Arrays.asList(choices));
  }

  static Choice anyOf(Collection<String> lists) {
    return new Any(lists.stream().map(Choice::on).toList());
  }

  static Choice not(Choice choice) {
    return new Not(choice);
  }

  /** The algebra node of the choice. */
  default Map<String, Object> json(UnaryOperator<String> segmentIds) {
    return switch (this) {
      case On(String list) -> Map.of("audienceSegmentId", segmentIds.apply(list));
      case All(var choices) ->
          Map.of("and", choices.stream().map(choice -> choice.json(segmentIds)).toList());
      case Any(var choices) ->
          Map.of("or", choices.stream().map(choice -> choice.json(segmentIds)).toList());
      case Not(var choice) -> Map.of("not", choice.json(segmentIds));
    };
  }

  /** The households of the choice. */
  default Set<String> of(Map<String, Set<String>> lists, Set<String> everyone) {
    Set<String> chosen = new TreeSet<>(byNumber());
    switch (this) {
      case On(String list) -> chosen.addAll(lists.getOrDefault(list, Set.of()));
      case All(var choices) -> {
        chosen.addAll(everyone);
        choices.forEach(choice -> chosen.retainAll(choice.of(lists, everyone)));
      }
      case Any(var choices) -> choices.forEach(choice -> chosen.addAll(choice.of(lists, everyone)));
      case Not(var choice) -> {
        chosen.addAll(everyone);
        chosen.removeAll(choice.of(lists, everyone));
      }
    }
    return chosen;
  }
}
