package dev.rollcall.storage.sql;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Algebra as it stands in its column: a segment is its id, a group an object, as in {@code
 * {"and":[1000,{"not":1001}]}}.
 */
final class AlgebraJson {
  private AlgebraJson() {}

  static String encode(AlgebraNode node) {
    return switch (node) {
      case And(var nodes) -> "{\"and\":" + encode(nodes) + "}";
      case Or(var nodes) -> "{\"or\":" + encode(nodes) + "}";
      case Not(var child) -> "{\"not\":" + encode(child) + "}";
      case InSegment(long segmentId) -> Long.toString(segmentId);
    };
  }

  private static String encode(List<AlgebraNode> nodes) {
    return nodes.stream().map(AlgebraJson::encode).collect(Collectors.joining(",", "[", "]"));
  }

  static AlgebraNode decode(String json) {
    return decode(Columns.JSON.readTree(json));
  }

  private static AlgebraNode decode(JsonNode json) {
    if (json.isIntegralNumber()) return new InSegment(json.longValue());
    if (json.has("and")) return new And(decodeAll(json.get("and")));
    if (json.has("or")) return new Or(decodeAll(json.get("or")));
    if (json.has("not")) return new Not(decode(json.get("not")));
    throw new IllegalStateException("not an algebra node: " + json);
  }

  private static List<AlgebraNode> decodeAll(JsonNode array) {
    return array.valueStream().map(AlgebraJson::decode).toList();
  }
}
