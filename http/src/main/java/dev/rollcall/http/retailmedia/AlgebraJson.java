package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Reads and writes algebra nodes: each has exactly one of its four members. */
final class AlgebraJson {
  private AlgebraJson() {}

  /**
   * Reads a node and all below it.
   *
   * @throws Refusal {@code algebra-invalid-node} when a node has none, or several, of the members
   */
  static AlgebraNode read(JsonValue node) {
    JsonValue leaf = member(node, "audienceSegmentId");
    JsonValue and = member(node, "and");
    JsonValue or = member(node, "or");
    JsonValue not = member(node, "not");
    if (Stream.of(leaf, and, or, not).filter(member -> !member.absent()).count() != 1) {
      throw invalid(node, "a node has exactly one of audienceSegmentId, and, or, not");
    }
    if (!leaf.absent()) return new AlgebraNode.InSegment(leaf.id());
    if (!and.absent()) return new AlgebraNode.And(nodes(and));
    if (!or.absent()) return new AlgebraNode.Or(nodes(or));
    return new AlgebraNode.Not(read(not));
  }

  private static JsonValue member(JsonValue node, String name) {
    try {
      return node.at(name);
    } catch (Refusal notAnObject) {
      throw invalid(node, "a node is an object");
    }
  }

  private static List<AlgebraNode> nodes(JsonValue group) {
    try {
      return group.items().stream().map(AlgebraJson::read).toList();
    } catch (Refusal refusal) {
      if (refusal.problem().code() == ProblemCode.INVALID_VALUE)
        throw invalid(group, "a group is an array of nodes");
      throw refusal;
    }
  }

  private static Refusal invalid(JsonValue node, String detail) {
    return new Refusal(node.problem(ProblemCode.ALGEBRA_INVALID_NODE, detail));
  }

  static void write(JsonGenerator out, AlgebraNode node) {
    out.writeStartObject();
    switch (node) {
      case AlgebraNode.And(var nodes) -> group(out, "and", nodes);
      case AlgebraNode.Or(var nodes) -> group(out, "or", nodes);
      case AlgebraNode.Not(var inner) -> {
        out.writeName("not");
        write(out, inner);
      }
      case AlgebraNode.InSegment(long segmentId) ->
          out.writeStringProperty("audienceSegmentId", Long.toString(segmentId));
    }
    out.writeEndObject();
  }

  private static void group(JsonGenerator out, String name, List<AlgebraNode> nodes) {
    out.writeArrayPropertyStart(name);
    for (AlgebraNode node : nodes) write(out, node);
    out.writeEndArray();
  }
}
