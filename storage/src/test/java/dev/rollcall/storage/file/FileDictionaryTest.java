package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.contract.DictionaryContract;
import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentifierKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDictionaryTest extends DictionaryContract {
  private static final int KEYS = 60_000;

  private final IdentifierKeys keys =
      new IdentifierKeys(new SplittableRandom(5).longs(2L * KEYS).toArray(), KEYS);

  @TempDir private Path folder;

  @Override
  protected Dictionary create() {
    return new FileDictionary();
  }

  @Test
  void takes_at_most_27_bytes_a_key_on_average_and_few_more_between_growths() {
    FileDictionary dictionary = new FileDictionary();
    SplittableRandom random = new SplittableRandom(6);
    double sum = 0;
    int sizes = 0;
    for (int i = 1; i <= 3_000_000; i++) {
      dictionary.put(random.nextLong(), random.nextLong(), i);
      if (i >= 300_000 && i % 50_000 == 0) {
        assertThat(dictionary.bytes()).isBetween(20L * i, 29L * i);
        assertThat(dictionary.bytesTaken()).isLessThan(dictionary.bytes() * 8 / 5);
        sum += (double) dictionary.bytes() / i;
        sizes++;
      }
    }
    assertThat(sum / sizes).isBetween(24.0, 27.0);
  }

  @Test
  void a_file_has_the_dictionary_as_it_was_though_it_changed_meanwhile() throws IOException {
    FileDictionary dictionary = new FileDictionary();
    putAll(dictionary, 0, KEYS / 2, 0);
    CheckedFile file;
    try (DictionaryMoment moment = dictionary.moment()) {
      putAll(dictionary, KEYS / 4, KEYS, 1);
      file = moment.write(folder, "dictionary");
    }
    putAll(dictionary, 0, KEYS, 2);
    FileDictionary opened = DictionaryFile.open(folder, file);

    assertThat(opened.size()).isEqualTo(KEYS / 2);
    check(opened, i -> i < KEYS / 2 ? i : Dictionary.ABSENT);
  }

  @Test
  void a_file_has_the_dictionary_as_it_was_while_a_writer_goes_on()
      throws IOException, InterruptedException {
    for (int round = 0; round < 8; round++) {
      FileDictionary dictionary = new FileDictionary();
      int before = KEYS / 8 * round;
      putAll(dictionary, 0, before, 0);
      CheckedFile file;
      Thread writer;
      try (DictionaryMoment moment = dictionary.moment()) {
        writer = Thread.ofPlatform().start(() -> putAll(dictionary, 0, KEYS, 1));
        file = moment.write(folder, "dictionary");
      }
      writer.join();
      FileDictionary opened = DictionaryFile.open(folder, file);

      assertThat(opened.size()).isEqualTo(before);
      check(opened, i -> i < before ? i : Dictionary.ABSENT);
    }
  }

  @Test
  void a_mapped_dictionary_goes_on_and_leaves_its_file_alone() throws IOException {
    FileDictionary dictionary = new FileDictionary();
    putAll(dictionary, 0, KEYS / 2, 0);
    CheckedFile file;
    try (DictionaryMoment moment = dictionary.moment()) {
      file = moment.write(folder, "dictionary");
    }
    FileDictionary opened = DictionaryFile.open(folder, file);
    putAll(opened, 0, KEYS, 7);

    assertThat(opened.size()).isEqualTo(KEYS);
    check(opened, i -> i + 7);
    assertThat(DictionaryFile.open(folder, file).find(keys.hi(0), keys.lo(0))).isZero();
  }

  @Test
  void memory_outgrown_while_a_file_is_written_is_used_afterwards() throws IOException {
    FileDictionary dictionary = new FileDictionary();
    putAll(dictionary, 0, KEYS / 8, 0);
    try (DictionaryMoment moment = dictionary.moment()) {
      putAll(dictionary, KEYS / 8, KEYS / 2, 0);
      moment.write(folder, "dictionary");
    }
    putAll(dictionary, KEYS / 2, KEYS, 0);
    assertThat(dictionary.bytesTaken()).isLessThan(dictionary.bytes() * 7 / 4);
  }

  @Test
  void readers_find_what_was_there_before_while_tables_grow_and_others_take_their_memory()
      throws InterruptedException {
    FileDictionary dictionary = new FileDictionary();
    int known = 2_000;
    putAll(dictionary, 0, known, 0);
    IdentifierKeys before = IdentifierKeys.grouped(packed(known), known);
    int[] expected = new int[known];
    dictionary.find(before, expected);
    Thread writer = Thread.ofPlatform().start(() -> putAll(dictionary, known, KEYS, 0));
    int[] found = new int[known];
    for (int i = 0; writer.isAlive(); i = (i + 1) % known) {
      assertThat(dictionary.find(keys.hi(i), keys.lo(i))).isEqualTo(i);
      if (i % 100 == 0) {
        dictionary.find(before, found);
        assertThat(found).isEqualTo(expected);
      }
    }
    writer.join();
    check(dictionary, i -> i);
  }

  private long[] packed(int count) {
    return Arrays.copyOf(keys.packed(), 2 * count);
  }

  private void check(Dictionary dictionary, IntUnaryOperator expected) {
    int[] found = new int[KEYS];
    dictionary.find(keys, found);
    assertThat(found).isEqualTo(IntStream.range(0, KEYS).map(expected).toArray());
  }

  private void putAll(Dictionary dictionary, int from, int to, int shift) {
    for (int i = from; i < to; i++) {
      dictionary.put(keys.hi(i), keys.lo(i), i + shift);
    }
  }
}
