package dev.rollcall.audience;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** A node of an audience's algebra: groups over segments, within the retailer's population. */
public sealed interface AlgebraNode {
  /** Shoppers in every child. */
  record And(List<AlgebraNode> nodes) implements AlgebraNode {
    public And {
      nodes = List.copyOf(nodes);
    }
  }

  /** Shoppers in any child. */
  record Or(List<AlgebraNode> nodes) implements AlgebraNode {
    public Or {
      nodes = List.copyOf(nodes);
    }
  }

  /** Shoppers of the population who are not in the child. */
  record Not(AlgebraNode node) implements AlgebraNode {}

  /** Shoppers in a segment. */
  record InSegment(long segmentId) implements AlgebraNode {}

  /** Calls the consumer with the segment of each leaf, from left to right, repeats included. */
  default void forEachLeaf(LongConsumer consumer) {
    switch (this) {
      case And(var nodes) -> nodes.forEach(n -> n.forEachLeaf(consumer));
      case Or(var nodes) -> nodes.forEach(n -> n.forEachLeaf(consumer));
      case Not(var node) -> node.forEachLeaf(consumer);
      case InSegment(long segmentId) -> consumer.accept(segmentId);
    }
  }

  /** The segments named, each once, ascending. */
  default Set<Long> segmentIds() {
    Set<Long> ids = new TreeSet<>();
    forEachLeaf(ids::add);
    return ids;
  }

  /** The segments that shoppers are taken from: those named under an even number of {@code not}. */
  default Set<Long> includedSegmentIds() {
    Set<Long> ids = new TreeSet<>();
    collect(true, ids);
    return ids;
  }

  private void collect(boolean included, Set<Long> ids) {
    switch (this) {
      case And(var nodes) -> nodes.forEach(n -> n.collect(included, ids));
      case Or(var nodes) -> nodes.forEach(n -> n.collect(included, ids));
      case Not(var node) -> node.collect(!included, ids);
      case InSegment(long segmentId) -> {
        if (included) ids.add(segmentId);
      }
    }
  }

  /**
   * Whether the result is limited by segments, whatever the population. A leaf is; {@code not}
   * flips; {@code or} is if all children are; {@code and} if any is.
   */
  default boolean bounded() {
    return switch (this) {
      case And(var nodes) -> nodes.stream().anyMatch(AlgebraNode::bounded);
      case Or(var nodes) -> nodes.stream().allMatch(AlgebraNode::bounded);
      case Not(var node) -> !node.bounded();
      case InSegment leaf -> true;
    };
  }
}
