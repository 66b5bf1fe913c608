package dev.rollcall.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdentifierKeysTest {
  @Test
  void grouped_keys_are_the_same_ones_by_first_byte_and_in_their_order_below_it() {
    SplittableRandom random = new SplittableRandom(1);
    for (int size : new int[] {0, 1, 2, 300, 5_000}) {
      long[] packed = random.longs(2L * size + 2).toArray();
      List<List<Long>> expected = new ArrayList<>();
      for (int i = 0; i < size; i++) expected.add(List.of(packed[2 * i], packed[2 * i + 1]));
      expected.sort(Comparator.comparingLong(key -> key.getFirst() >>> 56));
      IdentifierKeys grouped = IdentifierKeys.grouped(packed, size);

      assertThat(grouped.size()).isEqualTo(size);
      for (int i = 0; i < size; i++)
        assertThat(List.of(grouped.hi(i), grouped.lo(i))).isEqualTo(expected.get(i));
    }
  }
}
