package dev.rollcall.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What holds of any sets, on random ones of every shape; the seed of a failure is in its message.
 */
class MembersLawsTest {
  private static final int SEEDS = 40;

  private interface Law {
    void check(Random random);
  }

  private static void forAllSeeds(Law law) {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        law.check(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static BitSet with(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.or(b);
    return result;
  }

  private static BitSet common(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.and(b);
    return result;
  }

  private static BitSet without(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.andNot(b);
    return result;
  }

  @Test
  void a_set_has_the_ordinals_it_was_made_of_and_no_others() {
    forAllSeeds(random -> {
      BitSet set = Universe.random(random);
      Members members = Universe.members(set);
      Universe.check(members, set);
      IntPredicate wrong = place -> members.contains(Universe.ordinal(place)) != set.get(place);
      assertThat(IntStream.range(0, Universe.USERS).filter(wrong).toArray()).isEmpty();
      IntStream.Builder visited = IntStream.builder();
      members.forEach(visited);
      assertThat(visited.build().toArray()).isEqualTo(members.toArray());
    });
  }

  @Test
  void plus_and_minus_agree_with_the_oracle() {
    forAllSeeds(random -> {
      BitSet set = Universe.random(random);
      BitSet others = Universe.random(random);
      int[] sorted = Universe.ordinals(others);
      Members members = Universe.members(set);
      Universe.check(members.plus(sorted, 0, sorted.length), with(set, others));
      Universe.check(members.minus(sorted, 0, sorted.length), without(set, others));
      Universe.check(members, set);
    });
  }

  @Test
  void small_amendments_one_after_the_other_agree_with_the_oracle() {
    forAllSeeds(random -> {
      BitSet set = Universe.random(random);
      Members members = Universe.members(set);
      for (int amendment = 0; amendment < 40; amendment++) {
        int[] places = random.ints(1 + random.nextInt(200), 0, Universe.USERS).sorted().toArray();
        int[] sorted = Arrays.stream(places).map(Universe::ordinal).toArray();
        boolean add = random.nextBoolean();
        members =
            add ? members.plus(sorted, 0, sorted.length) : members.minus(sorted, 0, sorted.length);
        for (int place : places) {
          set.set(place, add);
        }
      }
      Universe.check(members, set);
    });
  }

  @Test
  void an_amendment_may_repeat_ordinals_and_be_part_of_an_array() {
    forAllSeeds(random -> {
      BitSet set = Universe.random(random);
      BitSet others = Universe.random(random);
      int[] twice =
          Arrays.stream(Universe.ordinals(others)).flatMap(o -> IntStream.of(o, o)).toArray();
      int[] within = new int[twice.length + 2];
      within[0] = Integer.MAX_VALUE;
      System.arraycopy(twice, 0, within, 1, twice.length);
      Members members = Universe.members(set);
      Universe.check(members.plus(within, 1, 1 + twice.length), with(set, others));
      Universe.check(members.minus(within, 1, 1 + twice.length), without(set, others));
    });
  }

  @Test
  void and_or_andNot_and_andSize_agree_with_the_oracle() {
    forAllSeeds(random -> {
      BitSet a = Universe.random(random);
      BitSet b = Universe.random(random);
      Members left = Universe.members(a);
      Members right = Universe.members(b);
      Universe.check(left.and(right), common(a, b));
      Universe.check(left.or(right), with(a, b));
      Universe.check(left.andNot(right), without(a, b));
      assertThat(left.andSize(right)).isEqualTo(common(a, b).cardinality());
    });
  }

  @Test
  void de_morgan_holds_within_a_universe() {
    forAllSeeds(random -> {
      Members all = Universe.members(Universe.random(random));
      Members a = Universe.members(Universe.random(random)).and(all);
      Members b = Universe.members(Universe.random(random)).and(all);
      assertThat(all.andNot(a.and(b))).isEqualTo(all.andNot(a).or(all.andNot(b)));
      assertThat(all.andNot(a.or(b))).isEqualTo(all.andNot(a).and(all.andNot(b)));
      assertThat(all.andNot(all.andNot(a))).isEqualTo(a);
    });
  }

  @Test
  void an_amendment_shares_every_block_it_does_not_change() {
    forAllSeeds(random -> {
      Members before = Universe.members(Universe.random(random));
      int touched = Universe.BLOCKS[random.nextInt(Universe.BLOCKS.length)];
      int[] one = {touched * Members.BLOCK_USERS + random.nextInt(Members.BLOCK_USERS)};
      boolean had = before.contains(one[0]);
      Members more = before.plus(one, 0, 1);
      Members less = before.minus(one, 0, 1);
      for (int block : Universe.BLOCKS) {
        assertThat(more.sharesBlock(before, block)).isEqualTo(block != touched || had);
        assertThat(less.sharesBlock(before, block)).isEqualTo(block != touched || !had);
      }
    });
  }

  @Test
  void an_amendment_that_changes_nothing_returns_the_set_itself() {
    forAllSeeds(random -> {
      BitSet set = Universe.random(random);
      BitSet others = Universe.random(random);
      Members members = Universe.members(set);
      int[] had = Universe.ordinals(common(set, others));
      int[] lacked = Universe.ordinals(without(others, set));
      assertThat(members.plus(had, 0, had.length)).isSameAs(members);
      assertThat(members.minus(lacked, 0, lacked.length)).isSameAs(members);
    });
  }

  @Test
  void algebra_shares_the_blocks_that_come_out_as_they_went_in() {
    forAllSeeds(random -> {
      Members a = Universe.members(Universe.random(random));
      Members b = Universe.members(Universe.random(random));
      for (int block : Universe.BLOCKS) {
        assertThat(a.or(a.and(b)).sharesBlock(a, block)).isTrue();
        assertThat(a.and(a.or(b)).sharesBlock(a, block)).isTrue();
        assertThat(a.andNot(b.andNot(a)).sharesBlock(a, block)).isTrue();
      }
    });
  }

  @Test
  void blocks_copied_out_and_built_in_again_are_the_same_set() {
    forAllSeeds(random -> {
      BitSet set = Universe.random(random);
      Members members = Universe.members(set);
      long[] scratch = random.longs(Members.BLOCK_WORDS + 2L).toArray();
      Members.Builder builder = Members.builder();
      for (int block : Universe.BLOCKS) {
        members.copyBlock(block, scratch, 1);
        builder.addBlock(block, scratch, 1);
      }
      Universe.check(builder.build(), set);
    });
  }

  @Test
  void many_sets_asked_at_once_answer_as_each_does() {
    forAllSeeds(random -> {
      Members[] sets = new Members[random.nextInt(200)];
      Arrays.setAll(
          sets, i -> i % 9 == 8 ? Members.empty() : Universe.members(Universe.random(random)));
      for (int i = 0; i < sets.length; i += 3)
        sets[i] = Members.in(ByteBuffer.wrap(sets[i].toBytes()));
      MemberRows asked = new MemberRows(sets, Runnable::run);
      checkRows(random, sets, asked);
      for (int block : Universe.BLOCKS) assertThat(asked.isIndexed(block)).isFalse();
      for (int place = 0; place < Universe.USERS; place += Members.BLOCK_USERS)
        for (int i = 0; i < MemberRows.INDEXED_FROM; i++) asked.of(Universe.ordinal(place));
      checkRows(random, sets, asked);
      int limit = Arrays.stream(sets).mapToInt(Members::blockLimit).max().orElse(0);
      for (int block : Universe.BLOCKS) assertThat(asked.isIndexed(block)).isEqualTo(block < limit);
    });
  }

  private static void checkRows(Random random, Members[] sets, MemberRows asked) {
    int words = MemberRows.words(sets.length);
    for (int count : new int[] {0, 1, 5, 500}) {
      int[] ordinals = new int[count];
      Arrays.setAll(ordinals, i -> Universe.ordinal(random.nextInt(Universe.USERS)));
      if (random.nextBoolean()) Arrays.sort(ordinals);
      long[] rows = asked.of(ordinals);
      assertThat(rows).hasSize(count * words);
      for (int i = 0; i < count; i++) {
        for (int set = 0; set < sets.length; set++)
          assertThat((rows[i * words + set / 64] >>> set & 1) == 1)
              .isEqualTo(sets[set].contains(ordinals[i]));
      }
    }
  }
}
