package dev.rollcall.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * A few blocks of users with gaps between them, up to the last one there is, and random sets of
 * every shape in them. The oracle of a set is a {@link BitSet} over the universe's users in
 * ascending order.
 */
final class Universe {
  static final int[] BLOCKS = {0, 1, 4, 5, 32_767};
  static final int USERS = BLOCKS.length * Members.BLOCK_USERS;

  private Universe() {}

  /** The ordinal of the universe's user at this place. */
  static int ordinal(int place) {
    return BLOCKS[place / Members.BLOCK_USERS] * Members.BLOCK_USERS + place % Members.BLOCK_USERS;
  }

  static int[] ordinals(BitSet set) {
    return set.stream().map(Universe::ordinal).toArray();
  }

  /** The set of these users, on the heap or, as often, where its bytes lie. */
  static Members members(BitSet set) {
    int[] ordinals = ordinals(set);
    Members members = Members.ofSorted(ordinals, 0, ordinals.length);
    return set.cardinality() % 2 == 0 ? members : Members.in(ByteBuffer.wrap(members.toBytes()));
  }

  /** A set in which every block has a shape of its own. */
  static BitSet random(Random random) {
    BitSet set = new BitSet(USERS);
    for (int from = 0; from < USERS; from += Members.BLOCK_USERS) {
      shape(random, set, from);
    }
    return set;
  }

  private static void shape(Random random, BitSet set, int from) {
    int to = from + Members.BLOCK_USERS;
    switch (random.nextInt(8)) {
      case 0 -> set.clear(from, to);
      case 1 -> set.set(from, to);
      case 2 -> scatter(random, set, from, 1 + random.nextInt(50));
      case 3 ->
          scatter(
              random,
              set,
              from,
              (random.nextBoolean() ? Block.ARRAY_LIMIT : PortableForm.ARRAY_LIMIT)
                  - 1
                  + random.nextInt(3));
      case 4 -> scatter(random, set, from, 1 + random.nextInt(Members.BLOCK_USERS / 2));
      case 5 -> {
        set.set(from, to);
        set.clear(from + random.nextInt(Members.BLOCK_USERS));
      }
      case 6 -> {
        set.set(from);
        set.set(to - 1);
      }
      default -> {
        for (int run = random.nextInt(30); run >= 0; run--) {
          int start = from + random.nextInt(Members.BLOCK_USERS);
          set.set(start, Math.min(to, start + 1 + random.nextInt(2_000)));
        }
      }
    }
  }

  private static void scatter(Random random, BitSet set, int from, int size) {
    for (int left = size; left > 0; ) {
      int place = from + random.nextInt(Members.BLOCK_USERS);
      left -= set.get(place) ? 0 : 1;
      set.set(place);
    }
  }

  /** Every way to look at the set agrees with the oracle. */
  static void check(Members actual, BitSet expected) {
    int[] ordinals = ordinals(expected);
    assertThat(actual.size()).isEqualTo(ordinals.length);
    assertThat(actual.isEmpty()).isEqualTo(ordinals.length == 0);
    assertThat(Arrays.equals(actual.toArray(), ordinals)).as("the same ordinals").isTrue();
    assertThat(actual).isEqualTo(members(expected)).hasSameHashCodeAs(members(expected));
    for (int block = 0; block < BLOCKS.length; block++) {
      BitSet part = expected.get(block * Members.BLOCK_USERS, (block + 1) * Members.BLOCK_USERS);
      assertThat(actual.blockSize(BLOCKS[block])).isEqualTo(part.cardinality());
    }
    int limit = expected.isEmpty() ? 0 : (ordinals[ordinals.length - 1] >>> 16) + 1;
    assertThat(actual.blockLimit()).isEqualTo(limit);
  }
}
