package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Algebra grown at random, and what it means, said as plainly as can be. */
public final class RandomAlgebra {
  private RandomAlgebra() {}

  /** A bounded tree over these segments, at most so many groups deep. */
  public static AlgebraNode bounded(Random random, List<Long> segmentIds, int depth) {
    AlgebraNode tree = any(random, segmentIds, depth);
    return tree.bounded() ? tree : new AlgebraNode.Not(tree);
  }

  private static AlgebraNode any(Random random, List<Long> segmentIds, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return new AlgebraNode.InSegment(segmentIds.get(random.nextInt(segmentIds.size())));
    }
    List<AlgebraNode> children =
        IntStream.rangeClosed(0, random.nextInt(4))
            .mapToObj(i -> any(random, segmentIds, depth - 1))
            .toList();
    return switch (random.nextInt(5)) {
      case 0 -> new AlgebraNode.Not(children.getFirst());
      case 1, 2 -> new AlgebraNode.Or(children);
      default -> new AlgebraNode.And(children);
    };
  }

  /** Whether someone who is in just the segments told is admitted. */
  public static boolean admits(AlgebraNode node, LongPredicate inSegment) {
    return switch (node) {
      case AlgebraNode.And(var nodes) -> nodes.stream().allMatch(n -> admits(n, inSegment));
      case AlgebraNode.Or(var nodes) -> nodes.stream().anyMatch(n -> admits(n, inSegment));
      case AlgebraNode.Not(var inner) -> !admits(inner, inSegment);
      case AlgebraNode.InSegment(long segmentId) -> inSegment.test(segmentId);
    };
  }
}
