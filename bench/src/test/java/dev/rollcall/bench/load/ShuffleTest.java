package dev.rollcall.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  @Test
  void each_number_comes_once() {
    for (int limit : new int[] {1, 2, 3, 7, 64, 1_000, 4_097}) {
      assertThat(numbers(limit, 1).sorted())
          .containsExactlyElementsOf(LongStream.range(0, limit).boxed().toList());
    }
  }

  @Test
  void a_seed_gives_the_same_order_again_and_another_seed_another() {
    assertThat(numbers(1_000, 1).toArray()).isEqualTo(numbers(1_000, 1).toArray());
    assertThat(numbers(1_000, 1).toArray()).isNotEqualTo(numbers(1_000, 2).toArray());
  }

  @Test
  void a_part_of_the_order_is_spread_over_all_numbers() {
    Shuffle shuffle = new Shuffle(1_000_000, 1);
    long low =
        LongStream.range(0, 10_000).map(shuffle::at).filter(number -> number < 500_000).count();
    assertThat(low).isBetween(4_700L, 5_300L);
  }

  private static LongStream numbers(int limit, long seed) {
    return LongStream.range(0, limit).map(new Shuffle(limit, seed)::at);
  }
}
