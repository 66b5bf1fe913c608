package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.members.Members;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LatestTest {
  private final Latest<String> latest = new Latest<>();

  private static Long count(BooleanSupplier obsolete) {
    AudienceProgram program = AudienceProgram.compile(new AlgebraNode.InSegment(0), id -> 0);
    Members three = Members.of(1, 2, 3);
    return new Census(List.of(three), List.of(program), null, null, obsolete).each(1)[0].users();
  }

  private static String code(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?> done -> "done";
      case Outcome.Refused<?>(Problem problem) -> problem.code().code();
    };
  }

  @Test
  void a_newer_question_of_the_same_asker_ends_the_one_that_is_running() {
    Outcome<Long> older =
        latest.run(
            "one",
            superseded -> {
              assertThat(latest.run("one", LatestTest::count)).isEqualTo(Outcome.done(3L));
              return count(superseded);
            });
    assertThat(code(older)).isEqualTo(ProblemCode.ESTIMATE_SUPERSEDED.code());
    assertThat(latest.run("one", LatestTest::count)).isEqualTo(Outcome.done(3L));
  }

  @Test
  void questions_of_others_leave_it_alone() {
    Outcome<Long> running =
        latest.run(
            "one",
            superseded -> {
              assertThat(latest.run("other", LatestTest::count)).isEqualTo(Outcome.done(3L));
              return count(superseded);
            });
    assertThat(running).isEqualTo(Outcome.done(3L));
  }
}
