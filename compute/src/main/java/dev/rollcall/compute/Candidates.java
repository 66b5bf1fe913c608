package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongToIntFunction;

/**
 * For each segment, the audiences worth asking about a user who is in it.
 *
 * <p>A bounded algebra has a few segments of which everyone in the audience is in at least one.
 * Most users are in few segments, so most audiences are ruled out at once and only the others'
 * programs run.
 */
final class Candidates {
  private final long[][] bySlot;
  private final int words;

  /** Candidates among audiences of these algebras, in their order. */
  Candidates(List<AlgebraNode> algebras, int slots, LongToIntFunction slotOf) {
    words = (algebras.size() + 63) / 64;
    bySlot = new long[slots][words];
    for (int i = 0; i < algebras.size(); i++) {
      for (long segmentId : cover(algebras.get(i), true).orElseThrow()) {
        bySlot[slotOf.applyAsInt(segmentId)][i >>> 6] |= 1L << i;
      }
    }
  }

  /** A bit for each audience that a user in the segments of this row may be in. */
  long[] of(long[] row) {
    long[] candidates = new long[words];
    for (int at = 0; at < row.length; at++) {
      for (long rest = row[at]; rest != 0; rest &= rest - 1) {
        long[] more = bySlot[at << 6 | Long.numberOfTrailingZeros(rest)];
        for (int i = 0; i < words; i++) {
          candidates[i] |= more[i];
        }
      }
    }
    return candidates;
  }

  /**
   * Segments of which everyone the node admits, or everyone it does not, is in one; empty when
   * there are none.
   */
  private static Optional<Set<Long>> cover(AlgebraNode node, boolean admitted) {
    return switch (node) {
      case AlgebraNode.InSegment(long id) -> admitted ? Optional.of(Set.of(id)) : Optional.empty();
      case AlgebraNode.Not(var inner) -> cover(inner, !admitted);
      case AlgebraNode.And(var nodes) -> admitted ? smallest(nodes, true) : union(nodes, false);
      case AlgebraNode.Or(var nodes) -> admitted ? union(nodes, true) : smallest(nodes, false);
    };
  }

  private static Optional<Set<Long>> smallest(List<AlgebraNode> nodes, boolean admitted) {
    return nodes.stream()
        .flatMap(node -> cover(node, admitted).stream())
        .min((a, b) -> Integer.compare(a.size(), b.size()));
  }

  private static Optional<Set<Long>> union(List<AlgebraNode> nodes, boolean admitted) {
    Set<Long> all = new HashSet<>();
    for (AlgebraNode node : nodes) {
      Optional<Set<Long>> cover = cover(node, admitted);
      if (cover.isEmpty()) {
        return cover;
      }
      all.addAll(cover.get());
    }
    return Optional.of(all);
  }
}
