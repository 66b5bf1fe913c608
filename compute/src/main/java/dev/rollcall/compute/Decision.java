package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongToIntFunction;

/**
 * An algebra as a chain of questions about one user: each asks for one segment, and its answer
 * leads to the next question or to the end. A {@code not} costs nothing, it swaps the two ways out.
 */
final class Decision {
  private static final int YES = -1;
  private static final int NO = -2;

  /**
   * Slot, next if in, next if not; the chain is laid down from its end, so it starts at the last.
   */
  private int[] questions = new int[24];

  private int length;
  private final int start;

  private Decision(AlgebraNode algebra, LongToIntFunction slotOf) {
    start = lay(algebra, slotOf, YES, NO);
    questions = Arrays.copyOf(questions, length);
  }

  static Decision compile(AlgebraNode algebra, LongToIntFunction slotOf) {
    return new Decision(algebra, slotOf);
  }

  /** Lays down the node's questions before what comes after it; returns where they begin. */
  private int lay(AlgebraNode node, LongToIntFunction slotOf, int ifIn, int ifOut) {
    return switch (node) {
      case AlgebraNode.InSegment(long segmentId) -> ask(slotOf.applyAsInt(segmentId), ifIn, ifOut);
      case AlgebraNode.Not(var inner) -> lay(inner, slotOf, ifOut, ifIn);
      case AlgebraNode.And(var nodes) -> {
        int next = ifIn;
        for (AlgebraNode child : nodes.reversed()) {
          next = lay(child, slotOf, next, ifOut);
        }
        yield next;
      }
      case AlgebraNode.Or(var nodes) -> {
        int next = ifOut;
        for (AlgebraNode child : nodes.reversed()) {
          next = lay(child, slotOf, ifIn, next);
        }
        yield next;
      }
    };
  }

  private int ask(int slot, int ifIn, int ifOut) {
    if (length + 3 > questions.length) {
      questions = Arrays.copyOf(questions, 2 * questions.length);
    }
    int at = length;
    questions[at] = slot;
    questions[at + 1] = ifIn;
    questions[at + 2] = ifOut;
    length += 3;
    return at;
  }

  boolean test(long[] row) {
    int[] all = questions;
    int at = start;
    while (at >= 0) {
      int slot = all[at];
      at = all[at + 2 - (int) (row[slot >>> 6] >>> slot & 1)];
    }
    return at == YES;
  }

  void forEachSlot(IntConsumer consumer) {
    for (int at = 0; at < length; at += 3) {
      consumer.accept(questions[at]);
    }
  }
}
