package dev.rollcall.server.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An explanation drawn for a terminal: the algebra as a tree, a line a node, then what it comes to.
 */
final class ExplanationTree {
  private final JsonNode told;
  private final Map<String, JsonNode> segments = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  ExplanationTree(JsonNode told) {
    this.told = told;
    told.path("segments")
        .forEach(segment -> segments.put(segment.path("audienceSegmentId").asString(), segment));
  }

  String text() {
    line("", told.path("in"), "audience \"" + told.path("name").asString("") + "\"" + source());
    draw(told.path("algebra"), "");
    return text.append(told.path("advice").asString("")).toString();
  }

  private String source() {
    if (told.path("publication").asString("").equals("continuous"))
      return ", as of operation " + told.path("logPosition").asString("");
    JsonNode snapshot = told.path("snapshot");
    return snapshot.isObject()
        ? ", in snapshot " + snapshot.path("id").asString("")
        : ", of which no snapshot is published";
  }

  private void draw(JsonNode node, String indent) {
    String inner = indent + "  ";
    if (node.has("audienceSegmentId")) {
      JsonNode segment = segments.getOrDefault(node.path("audienceSegmentId").asString(), node);
      line(inner, node.path("in"), segment(segment));
      return;
    }
    for (String group : List.of("and", "or", "not")) {
      if (!node.has(group)) continue;
      line(inner, node.path("in"), group);
      if (group.equals("not")) draw(node.path(group), inner);
      else node.path(group).forEach(child -> draw(child, inner));
    }
  }

  private static String segment(JsonNode segment) {
    String window = segment.path("lookbackWindow").asString("");
    return segment.path("audienceSegmentId").asString("")
        + " \""
        + segment.path("name").asString("")
        + "\""
        + (window.isEmpty() ? "" : ", events of " + window)
        + cause(": ", segment.path("why"))
        + (segment.path("in").asBoolean() == segment.path("acknowledged").asBoolean()
            ? ""
            : cause("; not live yet: ", segment.path("pending")));
  }

  private static String cause(String before, JsonNode standing) {
    JsonNode operation = standing.path("operation");
    JsonNode computation = standing.path("computation");
    return switch (standing.path("cause").asString("")) {
      case "operation" ->
          before
              + operation.path("kind").asString("")
              + " at "
              + operation.path("acceptedAt").asString("")
              + " (operation "
              + operation.path("id").asString("")
              + ")";
      case "identity-graph" -> before + "by the identity graph";
      case "never-named" -> before + "never named";
      case "older-than-history" -> before + "older than the history that is kept";
      case "not-sought" -> before + "further back than was looked";
      case "computation" ->
          before
              + "computed at "
              + computation.path("at").asString("")
              + " (computation "
              + computation.path("id").asString("")
              + ")";
      case "later-events" -> before + "by events since the last snapshot";
      case "older-than-snapshots" -> before + "as in the oldest snapshot looked at";
      default -> "";
    };
  }

  private void line(String indent, JsonNode in, String what) {
    text.append(indent).append(in.asBoolean() ? "yes " : "no  ").append(what).append('\n');
  }
}
