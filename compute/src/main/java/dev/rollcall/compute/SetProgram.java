package dev.rollcall.compute;

import static dev.rollcall.members.Members.BLOCK_WORDS;

import dev.rollcall.audience.AlgebraNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongToIntFunction;

/**
 * An algebra as steps on blocks of users, each one operation on two operands: a segment's slot, or
 * a block of scratch. There is no step for {@code not}: a subtree that is a complement is held as
 * what it leaves out, and by De Morgan every group is an intersection less something, or a union. A
 * bounded algebra, and no other, ends as a set and not as a complement.
 */
final class SetProgram {
  private enum Operation {
    COPY,
    AND,
    OR,
    AND_NOT
  }

  /**
   * {@code scratch[target] = left operation right}; an operand below 0 is scratch {@code ~operand}.
   */
  private record Step(Operation operation, int target, int left, int right) {}

  /** Where a subtree's result is; when inverted, the result is everybody who is not there. */
  private record Operand(int at, boolean inverted) {}

  private final Step[] steps;
  private final int depth;

  private SetProgram(Step[] steps, int depth) {
    this.steps = steps;
    this.depth = depth;
  }

  static SetProgram compile(AlgebraNode algebra, LongToIntFunction slotOf) {
    Compiler compiler = new Compiler(slotOf);
    Operand result = compiler.compile(algebra, 0);
    if (result.inverted()) {
      throw new IllegalArgumentException("a complement is not a set");
    }
    if (result.at() >= 0) {
      compiler.emit(Operation.COPY, 0, result.at(), result.at());
    }
    return new SetProgram(compiler.steps.toArray(Step[]::new), compiler.depth);
  }

  private static final class Compiler {
    private final LongToIntFunction slotOf;
    private final List<Step> steps = new ArrayList<>();
    private int depth;

    Compiler(LongToIntFunction slotOf) {
      this.slotOf = slotOf;
    }

    /** Compiles a node; what it needs beyond the slots goes into scratch from {@code free} on. */
    Operand compile(AlgebraNode node, int free) {
      return switch (node) {
        case AlgebraNode.InSegment(long segmentId) ->
            new Operand(slotOf.applyAsInt(segmentId), false);
        case AlgebraNode.Not(var inner) -> {
          Operand operand = compile(inner, free);
          yield new Operand(operand.at(), !operand.inverted());
        }
        case AlgebraNode.And(var nodes) -> intersection(nodes, false, free);
        case AlgebraNode.Or(var nodes) -> intersection(nodes, true, free);
      };
    }

    /**
     * The intersection of the nodes; or, turned, their union: the complement of the intersection of
     * their complements. What is kept comes before what is taken away, and groups before leaves, so
     * that the first result is the one the others are worked into.
     */
    private Operand intersection(List<AlgebraNode> nodes, boolean turned, int free) {
      List<AlgebraNode> ordered = new ArrayList<>(nodes);
      ordered.sort(
          Comparator.comparing((AlgebraNode node) -> node.bounded() == turned)
              .thenComparing(node -> leaf(node)));
      boolean keeping = ordered.getFirst().bounded() != turned;
      Operand first = compile(ordered.getFirst(), free);
      int result = first.at();
      for (AlgebraNode node : ordered.subList(1, ordered.size())) {
        Operand next = compile(node, result < 0 ? free + 1 : free);
        boolean kept = next.inverted() == turned;
        emit(
            keeping ? (kept ? Operation.AND : Operation.AND_NOT) : Operation.OR,
            free,
            result,
            next.at());
        result = ~free;
      }
      return new Operand(result, keeping == turned);
    }

    private static boolean leaf(AlgebraNode node) {
      return switch (node) {
        case AlgebraNode.InSegment leaf -> true;
        case AlgebraNode.Not(var inner) -> leaf(inner);
        case AlgebraNode.And group -> false;
        case AlgebraNode.Or group -> false;
      };
    }

    void emit(Operation operation, int target, int left, int right) {
      depth = Math.max(depth, target + 1);
      steps.add(new Step(operation, target, left, right));
    }
  }

  int depth() {
    return depth;
  }

  int onlySlot() {
    return steps[0].operation() == Operation.COPY ? steps[0].left() : -1;
  }

  void evaluate(long[][] slots, long[][] scratch) {
    for (Step step : steps) {
      long[] left = step.left() >= 0 ? slots[step.left()] : scratch[~step.left()];
      long[] right = step.right() >= 0 ? slots[step.right()] : scratch[~step.right()];
      long[] target = scratch[step.target()];
      switch (step.operation()) {
        case COPY -> System.arraycopy(left, 0, target, 0, BLOCK_WORDS);
        case AND -> and(left, right, target);
        case OR -> or(left, right, target);
        case AND_NOT -> andNot(left, right, target);
      }
    }
  }

  /**
   * The same on fewer words than a block has. Apart from it, as the loops over whole blocks are
   * compiled for their length.
   */
  void evaluate(long[][] slots, long[][] scratch, int words) {
    for (Step step : steps) {
      long[] left = step.left() >= 0 ? slots[step.left()] : scratch[~step.left()];
      long[] right = step.right() >= 0 ? slots[step.right()] : scratch[~step.right()];
      long[] target = scratch[step.target()];
      for (int i = 0; i < words; i++) {
        target[i] =
            switch (step.operation()) {
              case COPY -> left[i];
              case AND -> left[i] & right[i];
              case OR -> left[i] | right[i];
              case AND_NOT -> left[i] & ~right[i];
            };
      }
    }
  }

  private static void and(long[] left, long[] right, long[] target) {
    for (int i = 0; i < BLOCK_WORDS; i++) {
      target[i] = left[i] & right[i];
    }
  }

  private static void or(long[] left, long[] right, long[] target) {
    for (int i = 0; i < BLOCK_WORDS; i++) {
      target[i] = left[i] | right[i];
    }
  }

  private static void andNot(long[] left, long[] right, long[] target) {
    for (int i = 0; i < BLOCK_WORDS; i++) {
      target[i] = left[i] & ~right[i];
    }
  }

  /** Runs the steps on "has any users there", as if nothing were ever taken away. */
  boolean possible(long[] present) {
    if (depth > Long.SIZE) {
      return true;
    }
    long held = 0;
    for (Step step : steps) {
      long left = present(step.left(), present, held);
      long right = present(step.right(), present, held);
      long any =
          switch (step.operation()) {
            case COPY, AND_NOT -> left;
            case AND -> left & right;
            case OR -> left | right;
          };
      held = (held & ~(1L << step.target())) | (any << step.target());
    }
    return (held & 1) != 0;
  }

  private static long present(int operand, long[] present, long held) {
    return operand >= 0 ? present[operand >>> 6] >>> operand & 1 : held >>> ~operand & 1;
  }
}
