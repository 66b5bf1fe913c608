package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentifierKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link Dictionary} does. */
public abstract class DictionaryContract {
  private static final int KEYS = 20_000;

  /** A dictionary without keys. */
  protected abstract Dictionary create();

  @Test
  void finds_a_key_that_was_put_and_no_other() {
    Dictionary dictionary = create();
    dictionary.put(1, 2, 3);

    assertThat(dictionary.find(1, 2)).isEqualTo(3);
    assertThat(dictionary.find(2, 1)).isEqualTo(Dictionary.ABSENT);
    assertThat(dictionary.find(1, 3)).isEqualTo(Dictionary.ABSENT);
    assertThat(dictionary.find(0, 0)).isEqualTo(Dictionary.ABSENT);
  }

  @Test
  void takes_every_ordinal_and_the_key_that_is_all_zeros() {
    Dictionary dictionary = create();
    dictionary.put(0, 0, 0);
    dictionary.put(-1, -1, Integer.MAX_VALUE);

    assertThat(dictionary.find(0, 0)).isZero();
    assertThat(dictionary.find(-1, -1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void a_key_put_again_stands_for_the_new_ordinal() {
    Dictionary dictionary = create();
    dictionary.put(7, 7, 1);
    dictionary.put(7, 7, 2);

    assertThat(dictionary.find(7, 7)).isEqualTo(2);
    assertThat(dictionary.size()).isEqualTo(1);
  }

  @Test
  void new_keys_get_their_ordinals_in_order_and_known_ones_keep_theirs() {
    checkOrder(keys(1, KEYS));
  }

  @Test
  void keys_that_are_grouped_get_their_ordinals_in_order_too() {
    checkOrder(IdentifierKeys.grouped(keys(1, KEYS).packed(), KEYS));
  }

  private void checkOrder(IdentifierKeys keys) {
    Dictionary dictionary = create();
    dictionary.put(keys.hi(5), keys.lo(5), 99);
    long[] twice = Arrays.copyOf(keys.packed(), 4 * KEYS);
    System.arraycopy(keys.packed(), 0, twice, 2 * KEYS, 2 * KEYS);
    int[] next = {100, 101};
    int[] ordinals = new int[2 * KEYS];
    IdentifierKeys all = new IdentifierKeys(twice, 2 * KEYS);
    dictionary.findOrAdd(
        all,
        ordinals,
        i -> {
          int half = IdentifierKeys.half(all.hi(i));
          next[half] += 2;
          return next[half] - 2;
        });

    int[] expected = new int[KEYS];
    int[] due = {100, 101};
    for (int i = 0; i < KEYS; i++) {
      int half = IdentifierKeys.half(keys.hi(i));
      expected[i] = i == 5 ? 99 : due[half];
      if (i != 5) due[half] += 2;
    }
    assertThat(Arrays.copyOf(ordinals, KEYS)).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(ordinals, KEYS, 2 * KEYS)).isEqualTo(expected);
    assertThat(dictionary.size()).isEqualTo(KEYS);
  }

  @Test
  void agrees_with_a_map_whatever_is_put_in_whatever_order() {
    for (long seed = 0; seed < 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      IdentifierKeys keys = keys(seed, KEYS);
      Dictionary dictionary = create();
      Map<List<Long>, Integer> map = new HashMap<>();
      for (int step = 0; step < KEYS; step++) {
        int i = random.nextInt(KEYS);
        int ordinal = random.nextInt(Integer.MAX_VALUE);
        dictionary.put(keys.hi(i), keys.lo(i), ordinal);
        map.put(List.of(keys.hi(i), keys.lo(i)), ordinal);
      }
      int[] found = new int[KEYS];
      dictionary.find(keys, found);

      int[] expected = new int[KEYS];
      int[] foundAlone = new int[KEYS];
      for (int i = 0; i < KEYS; i++) {
        expected[i] = map.getOrDefault(List.of(keys.hi(i), keys.lo(i)), Dictionary.ABSENT);
        foundAlone[i] = dictionary.find(keys.hi(i), keys.lo(i));
      }
      assertThat(dictionary.size()).isEqualTo(map.size());
      assertThat(found).isEqualTo(expected);
      assertThat(foundAlone).isEqualTo(expected);
    }
  }

  @Test
  void readers_beside_the_writer_see_an_entry_whole_or_not_at_all() throws InterruptedException {
    Dictionary dictionary = create();
    IdentifierKeys keys = keys(3, KEYS);
    AtomicInteger written = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              SplittableRandom random = new SplittableRandom(4);
              for (int before = 0; before < KEYS; before = written.get()) {
                int i = random.nextInt(KEYS);
                int found = dictionary.find(keys.hi(i), keys.lo(i));
                boolean absent = found == Dictionary.ABSENT;
                if (absent ? i < before : found != i) {
                  wrong.incrementAndGet();
                }
              }
            });
    for (int i = 0; i < KEYS; i++) {
      dictionary.put(keys.hi(i), keys.lo(i), i);
      written.set(i + 1);
    }
    reader.join();

    assertThat(wrong).hasValue(0);
  }

  private static IdentifierKeys keys(long seed, int count) {
    return new IdentifierKeys(new SplittableRandom(seed).longs(2L * count).toArray(), count);
  }
}
