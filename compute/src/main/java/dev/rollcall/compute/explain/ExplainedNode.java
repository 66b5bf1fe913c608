package dev.rollcall.compute.explain;

import dev.rollcall.audience.AlgebraNode;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A node of an audience's algebra with what it says of one shopper.
 *
 * @param in as lookups see it
 * @param acknowledged with all that is acknowledged, live or not
 * @param children those of the node, in its order
 */
public record ExplainedNode(
    AlgebraNode node, boolean in, boolean acknowledged, List<ExplainedNode> children) {
  public ExplainedNode {
    children = List.copyOf(children);
  }

  /**
   * The tree of an algebra.
   *
   * @param in whether lookups see the shopper in a segment
   * @param acknowledged whether the shopper is in a segment now
   */
  static ExplainedNode of(AlgebraNode node, LongPredicate in, LongPredicate acknowledged) {
    List<AlgebraNode> inside =
        switch (node) {
          case AlgebraNode.And(var nodes) -> nodes;
          case AlgebraNode.Or(var nodes) -> nodes;
          case AlgebraNode.Not(var inner) -> List.of(inner);
          case AlgebraNode.InSegment leaf -> List.of();
        };
    return new ExplainedNode(
        node,
        holds(node, in),
        holds(node, acknowledged),
        inside.stream().map(child -> of(child, in, acknowledged)).toList());
  }

  /** Whether a node is true of one who is in just these segments. */
  static boolean holds(AlgebraNode node, LongPredicate inSegment) {
    return switch (node) {
      case AlgebraNode.And(var nodes) -> nodes.stream().allMatch(n -> holds(n, inSegment));
      case AlgebraNode.Or(var nodes) -> nodes.stream().anyMatch(n -> holds(n, inSegment));
      case AlgebraNode.Not(var inner) -> !holds(inner, inSegment);
      case AlgebraNode.InSegment(long segmentId) -> inSegment.test(segmentId);
    };
  }
}
