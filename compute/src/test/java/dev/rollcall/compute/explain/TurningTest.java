package dev.rollcall.compute.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.compute.RandomAlgebra;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurningTest {
  private static final int SEGMENTS = 8;
  private static final List<Long> ALL = LongStream.range(0, SEGMENTS).boxed().toList();

  private static Set<Long> set(int bits) {
    return ALL.stream().filter(id -> (bits >> id & 1) == 1).collect(Collectors.toSet());
  }

  private static boolean admits(AlgebraNode algebra, int bits) {
    return RandomAlgebra.admits(algebra, id -> (bits >> id & 1) == 1);
  }

  /** The size of the smallest set that turns the verdict, found by trying all; 0 when none does. */
  private static int fewest(AlgebraNode algebra, int in) {
    return IntStream.range(1, 1 << SEGMENTS)
        .filter(flipped -> admits(algebra, in ^ flipped) != admits(algebra, in))
        .map(Integer::bitCount)
        .min()
        .orElse(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_it_finds_turns_the_verdict_and_nothing_smaller_does(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      AlgebraNode algebra = RandomAlgebra.bounded(random, ALL, 3);
      int in = random.nextInt(1 << SEGMENTS);
      Set<Long> found = new Turning(algebra, id -> (in >> id & 1) == 1).segments();
      int[] leaves = {0};
      algebra.forEachLeaf(leaf -> leaves[0]++);
      int fewest = fewest(algebra, in);
      if (!found.isEmpty())
        assertThat(RandomAlgebra.admits(algebra, id -> set(in).contains(id) != found.contains(id)))
            .isNotEqualTo(admits(algebra, in));
      if (fewest <= 2 || leaves[0] == algebra.segmentIds().size())
        assertThat(found).hasSize(fewest);
    }
  }
}
