package dev.rollcall.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlgebraRulesTest {
  private static final AlgebraNode A = new InSegment(1);
  private static final AlgebraNode B = new InSegment(2);

  @Test
  void an_algebra_is_bounded_when_segments_limit_it() {
    check(A, Optional.empty());
    check(new Not(A), Optional.of(ProblemCode.AUDIENCE_SIZE_UNBOUNDED));
    check(new Not(new Not(A)), Optional.empty());
    check(new And(List.of(A, new Not(B))), Optional.empty());
    check(
        new And(List.of(new Not(A), new Not(B))), Optional.of(ProblemCode.AUDIENCE_SIZE_UNBOUNDED));
    check(new Or(List.of(A, new Not(B))), Optional.of(ProblemCode.AUDIENCE_SIZE_UNBOUNDED));
    check(new Or(List.of(A, new And(List.of(B, new Not(A))))), Optional.empty());
    check(new Not(new Or(List.of(new Not(A), new Not(B)))), Optional.empty());
  }

  @Test
  void a_group_has_a_node_and_one_is_enough() {
    check(new And(List.of()), Optional.of(ProblemCode.ALGEBRA_INVALID_NODE));
    check(new And(List.of(A, new Or(List.of()))), Optional.of(ProblemCode.ALGEBRA_INVALID_NODE));
    check(new And(List.of(A)), Optional.empty());
    check(new Or(List.of(A, A)), Optional.empty());
  }

  @Test
  void groups_nest_eight_deep_and_no_deeper() {
    check(nested(8), Optional.empty());
    check(nested(9), Optional.of(ProblemCode.ALGEBRA_TOO_DEEP));
    check(new And(List.of(A, new Not(nested(7)))), Optional.empty());
    check(new And(List.of(A, new Not(nested(8)))), Optional.of(ProblemCode.ALGEBRA_TOO_DEEP));
  }

  @Test
  void an_algebra_names_a_thousand_segments_and_no_more() {
    check(new Or(Collections.nCopies(1_000, A)), Optional.empty());
    check(new Or(Collections.nCopies(1_001, A)), Optional.of(ProblemCode.ALGEBRA_TOO_LARGE));
  }

  private static AlgebraNode nested(int groups) {
    return groups == 0 ? A : new And(List.of(nested(groups - 1)));
  }

  private static void check(AlgebraNode algebra, Optional<ProblemCode> broken) {
    assertThat(AlgebraRules.broken(algebra, Limits.DEFAULT).map(Problem::code)).isEqualTo(broken);
  }
}
