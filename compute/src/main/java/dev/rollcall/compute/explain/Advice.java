package dev.rollcall.compute.explain;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.Publication;
import java.util.stream.Collectors;

/** Says in words what an explanation comes to, and what would change it. */
public final class Advice {
  private Advice() {}

  /** A sentence or two for a person; names segments, never the shopper. */
  public static String of(Explanation explanation) {
    String verdict =
        explanation.in() ? "The shopper is in the audience" : "The shopper is not in the audience";
    return switch (explanation.reason()) {
      case UNKNOWN_IDENTIFIER ->
          "Nobody is known by this identifier: unknown to the retailer, and on no list.";
      case UNMATCHED_IDENTIFIER ->
          "Lists have had this identifier, but the identity graph does not know whose it is; it"
              + " matches as soon as the graph has it.";
      case AUDIENCE_NOT_PUBLISHED ->
          "The audience is not part of the published snapshot; the next computation publishes it.";
      case DEFINITION_NOT_PUBLISHED ->
          verdict + " as it was defined for the published snapshot; " + next(explanation);
      case ALGEBRA ->
          explanation.in() != explanation.acknowledged()
              ? verdict + "; " + next(explanation)
              : verdict + "." + turning(explanation);
    };
  }

  private static String next(Explanation explanation) {
    boolean changes = explanation.in() != explanation.acknowledged();
    return changes && explanation.publication() == Publication.SCHEDULED
        ? "what is acknowledged turns that with the next computation."
        : "what is acknowledged leaves that as it is.";
  }

  private static String turning(Explanation explanation) {
    if (explanation.turning().isEmpty()) return " No small change of its segments would turn that.";
    return explanation.turning().stream()
        .map(Advice::step)
        .collect(Collectors.joining(" and ", " It would turn by ", "."));
  }

  private static String step(ExplainedSegment segment) {
    String name = "segment \"%s\" (%d)".formatted(segment.segment().name(), segment.segment().id());
    return switch (segment.segment().definition()) {
      case Definition.ContactList list ->
          segment.acknowledged()
              ? "taking all of the shopper's identifiers off " + name
              : "adding the shopper to " + name;
      case Definition.Events events ->
          segment.acknowledged()
              ? "the events of " + name + " running out of its window"
              : "an event of the shopper's that " + name + " counts";
    };
  }
}
