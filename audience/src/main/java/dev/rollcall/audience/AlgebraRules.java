package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** The rules an audience's algebra is held to, apart from which segments there are. */
final class AlgebraRules {
  private AlgebraRules() {}

  /** The first rule the algebra breaks, if any. */
  static Optional<Problem> broken(AlgebraNode algebra, Limits limits) {
    if (hasEmptyGroup(algebra))
      return Optional.of(
          ProblemCode.ALGEBRA_INVALID_NODE.because("each group of the algebra must have a node"));
    int depth = depth(algebra);
    if (depth > limits.groupDepth())
      return Optional.of(
          ProblemCode.ALGEBRA_TOO_DEEP.because(
              "the groups of the algebra are nested "
                  + depth
                  + " deep, at most "
                  + limits.groupDepth()
                  + " are allowed"));
    int leaves = leaves(algebra);
    if (leaves > limits.leaves())
      return Optional.of(
          ProblemCode.ALGEBRA_TOO_LARGE.because(
              "the algebra names "
                  + leaves
                  + " segments, at most "
                  + limits.leaves()
                  + " are allowed"));
    if (!algebra.bounded())
      return Optional.of(
          ProblemCode.AUDIENCE_SIZE_UNBOUNDED.because(
              "the algebra would let in shoppers of no segment; combine each \"not\" with a segment by \"and\""));
    return Optional.empty();
  }

  private static boolean hasEmptyGroup(AlgebraNode node) {
    return switch (node) {
      case AlgebraNode.And(var nodes) -> emptyOrHasEmpty(nodes);
      case AlgebraNode.Or(var nodes) -> emptyOrHasEmpty(nodes);
      case AlgebraNode.Not(var inner) -> hasEmptyGroup(inner);
      case AlgebraNode.InSegment leaf -> false;
    };
  }

  private static boolean emptyOrHasEmpty(List<AlgebraNode> nodes) {
    return nodes.isEmpty() || nodes.stream().anyMatch(AlgebraRules::hasEmptyGroup);
  }

  /** Groups on the longest way to a leaf; {@code not} holds one node and is no group. */
  private static int depth(AlgebraNode node) {
    return switch (node) {
      case AlgebraNode.And(var nodes) -> 1 + deepest(nodes);
      case AlgebraNode.Or(var nodes) -> 1 + deepest(nodes);
      case AlgebraNode.Not(var inner) -> depth(inner);
      case AlgebraNode.InSegment leaf -> 0;
    };
  }

  private static int deepest(List<AlgebraNode> nodes) {
    return nodes.stream().mapToInt(AlgebraRules::depth).max().orElse(0);
  }

  private static int leaves(AlgebraNode node) {
    int[] count = {0};
    node.forEachLeaf(segmentId -> count[0]++);
    return count[0];
  }
}
