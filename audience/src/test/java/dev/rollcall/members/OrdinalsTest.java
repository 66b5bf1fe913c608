package dev.rollcall.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrdinalsTest {
  @Test
  void any_number_of_ordinals_is_sorted_and_each_kept_once() {
    Random random = new Random(1);
    int[] bounds = {1, 2, 1_000, 2_048, 10_000_000, Integer.MAX_VALUE};
    for (int n : new int[] {0, 1, 2, 100, 4_095, 4_096, 50_000}) {
      for (int bound : bounds) {
        int[] ordinals = random.ints(n, 0, bound).toArray();
        int[] expected = Arrays.stream(ordinals).sorted().distinct().toArray();
        int count = Ordinals.sortDistinct(ordinals, n);
        assertThat(Arrays.copyOf(ordinals, count)).isEqualTo(expected);
      }
    }
  }

  @Test
  void the_largest_ordinal_is_sorted_last() {
    int[] ordinals = new Random(2).ints(5_000, 0, Integer.MAX_VALUE).toArray();
    ordinals[17] = Integer.MAX_VALUE;
    int count = Ordinals.sortDistinct(ordinals, ordinals.length);
    assertThat(ordinals[count - 1]).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void what_is_behind_the_first_n_stays_as_it_is() {
    int[] few = {5, 3, 5, -9};
    assertThat(Ordinals.sortDistinct(few, 3)).isEqualTo(2);
    assertThat(few).startsWith(3, 5).endsWith(-9);
    int[] many = new Random(3).ints(6_000, 0, 1_000_000).toArray();
    int[] tail = Arrays.copyOfRange(many, 5_000, 6_000);
    Ordinals.sortDistinct(many, 5_000);
    assertThat(Arrays.copyOfRange(many, 5_000, 6_000)).isEqualTo(tail);
  }
}
