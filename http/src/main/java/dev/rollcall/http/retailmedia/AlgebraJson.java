package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Reads and writes algebra nodes: each has exactly one of its four members. */
final class AlgebraJson {
  private static final String LEAF = "audienceSegmentId";
  private static final String AND = "and";
  private static final String OR = "or";
  private static final String NOT = "not";
  private static final List<String> MEMBERS = List.of(LEAF, AND, OR, NOT);

  private AlgebraJson() {}

  /**
   * Reads a node and all below it.
   *
   * @throws Refusal {@code algebra-invalid-node} when a node has none, or several, of the members,
   *     or a group that is no array
   */
  static AlgebraNode read(JsonValue node) {
    if (!node.isObject()) throw invalid(node, "must be an algebra node");
    List<String> given = MEMBERS.stream().filter(name -> !node.at(name).absent()).toList();
    if (given.size() != 1)
      throw invalid(node, "must have exactly one of " + String.join(", ", MEMBERS));
    JsonValue member = node.at(given.getFirst());
    return switch (given.getFirst()) {
      case LEAF -> new AlgebraNode.InSegment(member.id());
      case AND -> new AlgebraNode.And(nodes(member));
      case OR -> new AlgebraNode.Or(nodes(member));
      default -> new AlgebraNode.Not(read(member));
    };
  }

  private static List<AlgebraNode> nodes(JsonValue group) {
    if (!group.isArray()) throw invalid(group, "must be an array of algebra nodes");
    return group.items().stream().map(AlgebraJson::read).toList();
  }

  private static Refusal invalid(JsonValue node, String rule) {
    return node.refusal(ProblemCode.ALGEBRA_INVALID_NODE, rule);
  }

  static void write(JsonGenerator out, AlgebraNode node) {
    out.writeStartObject();
    switch (node) {
      case AlgebraNode.And(var nodes) -> group(out, AND, nodes);
      case AlgebraNode.Or(var nodes) -> group(out, OR, nodes);
      case AlgebraNode.Not(var inner) -> {
        out.writeName(NOT);
        write(out, inner);
      }
      case AlgebraNode.InSegment(long segmentId) ->
          out.writeStringProperty(LEAF, Long.toString(segmentId));
    }
    out.writeEndObject();
  }

  private static void group(JsonGenerator out, String name, List<AlgebraNode> nodes) {
    out.writeArrayPropertyStart(name);
    for (AlgebraNode node : nodes) write(out, node);
    out.writeEndArray();
  }
}
