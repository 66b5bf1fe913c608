package dev.rollcall.compute.explain;

import dev.rollcall.audience.AlgebraNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Looks for few segments that turn an audience's verdict when the shopper enters or leaves them.
 */
final class Turning {
  /** Segments of which pairs are tried: 2,016 evaluations at most. */
  private static final int MOST_FOR_PAIRS = 64;

  private final AlgebraNode algebra;
  private final LongPredicate inSegment;
  private final boolean verdict;

  Turning(AlgebraNode algebra, LongPredicate inSegment) {
    this.algebra = algebra;
    this.inSegment = inSegment;
    this.verdict = ExplainedNode.holds(algebra, inSegment);
  }

  /**
   * The fewest segments where each is named once; where some are named again, one or two if these
   * are enough, else some that do; none when none was found.
   */
  Set<Long> segments() {
    Set<Long> fewest = turn(algebra);
    List<Long> all = List.copyOf(algebra.segmentIds());
    int[] leaves = {0};
    algebra.forEachLeaf(leaf -> leaves[0]++);
    if (leaves[0] == all.size()) return fewest;
    for (long one : all) if (turns(Set.of(one))) return Set.of(one);
    if (all.size() <= MOST_FOR_PAIRS)
      for (long one : all)
        for (long other : all)
          if (one < other && turns(Set.of(one, other))) return new TreeSet<>(Set.of(one, other));
    return turns(fewest) ? fewest : Set.of();
  }

  /** The fewest leaves that turn a node, were each of a segment of its own. */
  private Set<Long> turn(AlgebraNode node) {
    return switch (node) {
      case AlgebraNode.InSegment(long segmentId) -> Set.of(segmentId);
      case AlgebraNode.Not(var inner) -> turn(inner);
      case AlgebraNode.And(var nodes) -> turn(nodes, true);
      case AlgebraNode.Or(var nodes) -> turn(nodes, false);
    };
  }

  /**
   * Turns a group.
   *
   * @param all whether it is true when all children are, not when any is
   */
  private Set<Long> turn(List<AlgebraNode> nodes, boolean all) {
    List<Set<Long>> against = new ArrayList<>();
    List<Set<Long>> with = new ArrayList<>();
    for (AlgebraNode node : nodes) {
      boolean holds = ExplainedNode.holds(node, inSegment);
      (holds == all ? with : against).add(turn(node));
    }
    if (against.isEmpty())
      return with.stream().min(Comparator.comparingInt(Set::size)).orElseThrow();
    Set<Long> together = new TreeSet<>();
    against.forEach(together::addAll);
    return together;
  }

  private boolean turns(Set<Long> flipped) {
    return ExplainedNode.holds(algebra, id -> inSegment.test(id) != flipped.contains(id))
        != verdict;
  }
}
