package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import dev.rollcall.members.Members;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceProgramTest {
  private static final int SEGMENTS = 70;
  private static final int USERS = 200;
  private static final List<Long> IDS = LongStream.range(0, SEGMENTS).boxed().toList();
  private static final AlgebraNode A = new InSegment(0);
  private static final AlgebraNode B = new InSegment(1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void one_user_a_block_of_users_and_plain_sets_agree(long seed) {
    Random random = new Random(seed);
    for (int tree = 0; tree < 40; tree++) {
      AlgebraNode algebra =
          RandomAlgebra.bounded(random, IDS.subList(0, 1 + random.nextInt(SEGMENTS)), 5);
      check(algebra, population(random, random.nextDouble()));
    }
  }

  @Test
  void every_bounded_shape_of_two_segments_agrees() {
    BitSet[] population = {
      BitSet.valueOf(new long[] {0b0110}), BitSet.valueOf(new long[] {0b0011})
    };
    check(A, population);
    check(new Not(new Not(A)), population);
    check(new And(List.of(A)), population);
    check(new And(List.of(A, new Not(B))), population);
    check(new And(List.of(new Not(A), B)), population);
    check(new Not(new Or(List.of(new Not(A), B))), population);
    check(new Not(new Or(List.of(new Not(A), new Not(B)))), population);
    check(new And(List.of(A, new Not(A))), population);
    check(
        new Or(List.of(new And(List.of(A, new Not(B))), new And(List.of(B, new Not(A))))),
        population);
  }

  @Test
  void an_algebra_that_segments_do_not_limit_is_refused() {
    for (AlgebraNode unbounded : List.of(new Not(A), new Or(List.of(A, new Not(B))))) {
      assertThatThrownBy(() -> AudienceProgram.compile(unbounded, id -> (int) id))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void groups_nested_deeper_than_a_word_has_bits_agree() {
    AlgebraNode deep = B;
    for (int i = 0; i < 100; i++) {
      deep = new Or(List.of(new And(List.of(A, B)), new And(List.of(deep, A))));
    }
    check(deep, population(new Random(1), 0.5));
  }

  private static BitSet[] population(Random random, double density) {
    return IntStream.range(0, SEGMENTS)
        .mapToObj(segment -> {
          BitSet users = new BitSet();
          IntStream.range(0, USERS).filter(i -> random.nextDouble() < density).forEach(users::set);
          return users;
        })
        .toArray(BitSet[]::new);
  }

  private static void check(AlgebraNode algebra, BitSet[] segments) {
    AudienceProgram program = AudienceProgram.compile(algebra, id -> (int) id);
    Candidates candidates = new Candidates(List.of(algebra), segments.length, id -> (int) id);
    BitSet expected = new BitSet();
    for (int user = 0; user < USERS; user++) {
      int someone = user;
      boolean admitted = RandomAlgebra.admits(algebra, id -> segments[(int) id].get(someone));
      expected.set(user, admitted);
      long[] row = bits(segments, i -> segments[i].get(someone));
      assertThat(program.test(row)).isEqualTo(admitted);
      assertThat(candidates.of(row)[0] != 0 || !admitted).isTrue();
    }
    long[][] slots = new long[segments.length][Members.BLOCK_WORDS];
    for (int i = 0; i < segments.length; i++) {
      long[] words = segments[i].toLongArray();
      System.arraycopy(words, 0, slots[i], 0, words.length);
    }
    long[][] scratch = new long[program.depth()][Members.BLOCK_WORDS];
    program.evaluate(slots, scratch);
    assertThat(BitSet.valueOf(scratch[0])).isEqualTo(expected);
    boolean possible = program.possible(bits(segments, i -> !segments[i].isEmpty()));
    assertThat(possible || expected.isEmpty()).isTrue();
  }

  private static long[] bits(BitSet[] segments, java.util.function.IntPredicate set) {
    BitSet bits = new BitSet();
    IntStream.range(0, segments.length).filter(set).forEach(bits::set);
    return java.util.Arrays.copyOf(bits.toLongArray(), (segments.length + 63) / 64);
  }
}
