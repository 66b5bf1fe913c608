package dev.rollcall.members;

import static dev.rollcall.members.Members.BLOCK_USERS;
import static dev.rollcall.members.Members.BLOCK_WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets joined from encoded blocks have the bytes that the library gives the same members. */
class EncodedBlocksTest {
  private static final int SETS = 3;
  private static final int[] BORDERS = {0, 1, 255, 256, 257, 2_300, 2_301, 4_095, 4_096, 4_097};

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 3", "5, 4", "6, 5", "7, 40", "8, 40"})
  void blocks_of_all_kinds_join_to_the_canonical_bytes(long seed, int blocks) {
    Random random = new Random(seed);
    EncodedBlocks encoded = new EncodedBlocks(SETS, 7, 7 + blocks, () -> new byte[20_000]);
    EncodedBlocks.Writer even = encoded.writer();
    EncodedBlocks.Writer odd = encoded.writer();
    Members.Builder[] expected = new Members.Builder[SETS];
    Arrays.setAll(expected, set -> Members.builder());
    for (int block = 7; block < 7 + blocks; block++) {
      for (int set = 0; set < SETS; set++) {
        long[] words = words(random);
        (block % 2 == 0 ? even : odd).add(set, block, words);
        expected[set].addBlock(block, words, 0);
      }
    }
    for (int set = 0; set < SETS; set++) {
      check(encoded.set(set), expected[set].build());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void blocks_that_did_not_change_are_taken_from_the_set_before(long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(9);
    Members.Builder before = Members.builder();
    Members.Builder after = Members.builder();
    EncodedBlocks encoded = new EncodedBlocks(1, 0, limit, () -> new byte[8_192]);
    EncodedBlocks.Writer writer = encoded.writer();
    BitSet changed = new BitSet();
    for (int block = 0; block < limit; block++) {
      long[] words = words(random);
      before.addBlock(block, words, 0);
      if (random.nextBoolean()) {
        changed.set(block);
        words = words(random);
        writer.add(0, block, words);
      }
      after.addBlock(block, words, 0);
    }
    PortableBlocks old = new PortableBlocks(ByteBuffer.wrap(before.build().toBytes()));
    check(encoded.set(0, old, changed), after.build());
  }

  @Test
  void blocks_beyond_the_new_end_are_gone() {
    Members before = Members.of(1, BLOCK_USERS + 1, 9 * BLOCK_USERS);
    PortableBlocks old = new PortableBlocks(ByteBuffer.wrap(before.toBytes()));
    EncodedBlocks nothing = new EncodedBlocks(1, 0, 2, () -> new byte[8_192]);
    check(nothing.set(0, old, new BitSet()), Members.of(1, BLOCK_USERS + 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bytes_cut_short_or_too_long_are_no_set(long seed) {
    Random random = new Random(seed);
    Members.Builder some = Members.builder();
    for (int block = 0; block < 6; block++) {
      some.addBlock(block, words(random), 0);
    }
    byte[] bytes = some.build().toBytes();
    for (int length = 0; length < bytes.length; length += 1 + length / 50) {
      ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
      assertThatThrownBy(() -> new PortableBlocks(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> new PortableBlocks(longer))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void check(CanonicalSet set, Members expected) {
    assertThat(set.toBytes()).isEqualTo(expected.toBytes());
    assertThat(set.length()).isEqualTo(expected.toBytes().length);
    assertThat(set.size()).isEqualTo(expected.size());
    assertThat(set.contentId()).isEqualTo(Members.contentId(expected.toBytes()));
  }

  /** Nobody, everybody, few, many, neighbours, or a number at which the form changes. */
  private static long[] words(Random random) {
    long[] words = new long[BLOCK_WORDS];
    switch (random.nextInt(6)) {
      case 0 -> {
        return words;
      }
      case 1 -> Arrays.fill(words, -1L);
      case 2 -> scatter(random, words, random.nextInt(BLOCK_USERS));
      case 3 -> {
        scatter(random, words, BORDERS[random.nextInt(BORDERS.length)]);
        return words;
      }
      case 4 -> neighbours(random, words, 1 + random.nextInt(60), 400);
      default -> neighbours(random, words, 1 + random.nextInt(2_500), 4);
    }
    if (random.nextBoolean()) {
      words[random.nextInt(BLOCK_WORDS)] ^= random.nextLong();
      words[BLOCK_WORDS - 1] = -1L;
      words[0] |= 1L;
    }
    return words;
  }

  private static void scatter(Random random, long[] words, int count) {
    random.ints(0, BLOCK_USERS).distinct().limit(count).forEach(user -> set(words, user));
  }

  private static void neighbours(Random random, long[] words, int groups, int most) {
    for (int group = 0; group < groups; group++) {
      int first = random.nextInt(BLOCK_USERS);
      int end = Math.min(BLOCK_USERS, first + 1 + random.nextInt(most));
      for (int user = first; user < end; user++) {
        set(words, user);
      }
    }
  }

  private static void set(long[] words, int user) {
    words[user >>> 6] |= 1L << user;
  }
}
