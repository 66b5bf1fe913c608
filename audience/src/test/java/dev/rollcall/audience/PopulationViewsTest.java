package dev.rollcall.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.identity.MemoryDictionary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists so large that their writer writes in place what no view has. */
class PopulationViewsTest {
  private static final int IDENTIFIERS = 160_000;
  private static final int LISTS = 2;
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private final SplittableRandom random = new SplittableRandom(1);
  private final Population population =
      new Population(1, new IdentityGraph(new MemoryDictionary()));
  private final List<BitSet> naive = List.of(new BitSet(), new BitSet());
  private long position;

  private record Seen(PopulationView view, List<BitSet> lists) {}

  @Test
  void a_view_stays_as_it_was_whatever_the_writer_does_and_the_live_lists_follow() {
    amend(0, true, IntStream.range(0, IDENTIFIERS).toArray());
    List<Seen> seen = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      int list = random.nextInt(LISTS);
      int[] some = random.ints(20 << random.nextInt(12), 0, IDENTIFIERS).toArray();
      amend(list, random.nextInt(3) > 0, some);
      checkLive(some);
      if (random.nextInt(4) == 0)
        seen.add(
            new Seen(population.view(), naive.stream().map(set -> (BitSet) set.clone()).toList()));
    }
    assertThat(seen).hasSizeGreaterThan(3);
    for (Seen then : seen)
      for (int list = 0; list < LISTS; list++)
        assertThat(then.view().identifiersOn(list).toArray())
            .isEqualTo(ordinals(then.lists().get(list).stream().toArray()));
  }

  private void checkLive(int[] numbers) {
    int[] ordinals = new int[numbers.length];
    population.graph().dictionary().find(keys(numbers), ordinals);
    for (int i = 0; i < numbers.length; i += 50) {
      long[] row = population.identifiersOn(new Long[] {0L, 1L}).of(ordinals[i]);
      for (int list = 0; list < LISTS; list++)
        assertThat((row[0] >>> list & 1) == 1).isEqualTo(naive.get(list).get(numbers[i]));
    }
  }

  private int[] ordinals(int[] numbers) {
    int[] ordinals = new int[numbers.length];
    population.graph().dictionary().find(keys(numbers), ordinals);
    return IntStream.of(ordinals).sorted().toArray();
  }

  private void amend(int list, boolean add, int[] numbers) {
    for (int number : numbers) naive.get(list).set(number, add);
    population.apply(
        ++position, new LogRecord.Amend(1, list, 1, NOW, add, IdentifierType.EMAIL, keys(numbers)));
  }

  private static IdentifierKeys keys(int[] numbers) {
    long[] packed = new long[2 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      packed[2 * i] = numbers[i] * 0x9e3779b97f4a7c15L;
      packed[2 * i + 1] = numbers[i];
    }
    return new IdentifierKeys(packed, numbers.length);
  }
}
