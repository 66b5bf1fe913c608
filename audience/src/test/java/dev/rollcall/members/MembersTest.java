package dev.rollcall.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static Members range(int from, int to) {
    return Members.ofSorted(IntStream.range(from, to).toArray(), 0, to - from);
  }

  @Test
  void the_empty_set_has_nobody() {
    Members empty = Members.empty();
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.size()).isZero();
    assertThat(empty.blockLimit()).isZero();
    assertThat(empty.contains(0)).isFalse();
    assertThat(empty.toArray()).isEmpty();
    assertThat(Members.of()).isSameAs(empty);
    assertThat(Members.of(7).minus(new int[] {7}, 0, 1)).isSameAs(empty);
    assertThat(Members.builder().addBlock(3, new long[1_024], 0).build()).isSameAs(empty);
  }

  @Test
  void ordinals_come_in_any_order_and_go_out_ascending() {
    assertThat(Members.of(9, 70_000, 3, 9, 0).toArray()).containsExactly(0, 3, 9, 70_000);
  }

  @Test
  void users_on_both_sides_of_a_block_border_are_told_apart() {
    int[] borders = {65_535, 65_536, 131_071, 131_072, Integer.MAX_VALUE - 65_536};
    for (int border : borders) {
      Members members = Members.of(border);
      assertThat(members.contains(border)).isTrue();
      assertThat(members.contains(border - 1)).isFalse();
      assertThat(members.contains(border + 1)).isFalse();
      assertThat(members.contains(border % 65_536)).isEqualTo(border == 65_535);
      assertThat(members.blockLimit()).isEqualTo(border / 65_536 + 1);
    }
  }

  @Test
  void the_last_user_there_can_be_is_a_user_as_any_other() {
    Members last = Members.of(Integer.MAX_VALUE, 0);
    assertThat(last.contains(Integer.MAX_VALUE)).isTrue();
    assertThat(last.toArray()).containsExactly(0, Integer.MAX_VALUE);
    assertThat(last.blockLimit()).isEqualTo(32_768);
    assertThat(Members.fromBytes(last.toBytes())).isEqualTo(last);
    assertThat(last.contains(-1)).isFalse();
    assertThat(last.contains(Integer.MIN_VALUE)).isFalse();
  }

  @Test
  void a_set_stays_right_while_a_block_grows_and_shrinks_across_the_array_limits() {
    for (int size : new int[] {2_047, 2_048, 2_049, 4_095, 4_096, 4_097}) {
      int[] odd = IntStream.range(0, size).map(i -> 2 * i + 1).toArray();
      Members members = Members.ofSorted(odd, 0, size);
      assertThat(members.toArray()).isEqualTo(odd);
      assertThat(members.plus(new int[] {0}, 0, 1).size()).isEqualTo(size + 1);
      assertThat(members.minus(odd, 0, 1).toArray()).isEqualTo(Arrays.copyOfRange(odd, 1, size));
      assertThat(members.plus(new int[] {0}, 0, 1).minus(new int[] {0}, 0, 1)).isEqualTo(members);
      assertThat(Members.fromBytes(members.toBytes())).isEqualTo(members);
    }
  }

  @Test
  void a_small_block_costs_two_bytes_a_member_and_a_large_one_eight_kibibytes() {
    long overhead = Members.of(1).heapBytes() - 2;
    assertThat(range(0, 2_048).heapBytes()).isEqualTo(overhead + 4_096);
    assertThat(range(0, 60_000).heapBytes()).isBetween(8_192L, 8_192L + 100);
  }

  @Test
  void all_full_blocks_are_one() {
    Members full = range(0, 2 * Members.BLOCK_USERS);
    Members grown = range(1, Members.BLOCK_USERS).plus(new int[] {0}, 0, 1);
    assertThat(full.sharesBlock(grown, 0)).isTrue();
    assertThat(full.heapBytes()).isLessThan(100);
  }

  @Test
  void blocks_without_members_are_shared_by_all_and_decode_to_zeros() {
    Members members = Members.of(5);
    assertThat(members.sharesBlock(Members.empty(), 0)).isFalse();
    assertThat(members.sharesBlock(Members.empty(), 1)).isTrue();
    assertThat(members.sharesBlock(Members.of(5), 0)).isFalse();
    long[] words = new long[Members.BLOCK_WORDS];
    Arrays.fill(words, -1L);
    members.copyBlock(40_000, words, 0);
    assertThat(words).containsOnly(0);
    assertThat(members.blockSize(40_000)).isZero();
  }

  @Test
  void the_builder_copies_what_it_is_given_and_takes_blocks_in_order_only() {
    long[] words = new long[2 * Members.BLOCK_WORDS];
    Arrays.fill(words, Members.BLOCK_WORDS, words.length, 1L);
    words[Members.BLOCK_WORDS] = 0b101;
    Members.Builder builder = Members.builder().addBlock(2, words, Members.BLOCK_WORDS);
    Arrays.fill(words, 0);
    assertThat(builder.build().size()).isEqualTo(1_025);
    assertThat(Arrays.copyOf(builder.build().toArray(), 3))
        .containsExactly(131_072, 131_074, 131_136);
    for (int block : new int[] {-1, 0, 2, 32_768, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> builder.addBlock(block, words, 0));
    }
  }

  @Test
  void ordinals_out_of_order_or_negative_are_refused() {
    Members members = Members.of(1, 200_000);
    int[][] wrong = {{2, 1}, {-1}, {-2, 3}, {200_000, 300_000, 5}, {1, 2, 70_000, 69_999}};
    for (int[] ordinals : wrong) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> members.plus(ordinals, 0, ordinals.length));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> members.minus(ordinals, 0, ordinals.length));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Members.of(3, -3));
    assertThatThrownBy(() -> members.plus(new int[2], 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void text_tells_the_size_and_nothing_else() {
    assertThat(Members.of(12_345, 67_890)).hasToString("Members[2]");
  }

  @Test
  void sets_are_equal_by_their_members_alone() {
    assertThat(Members.of(1, 70_000)).isEqualTo(Members.of(70_000, 1)).isNotEqualTo(Members.of(1));
    assertThat(Members.of(1, 70_000).hashCode()).isEqualTo(Members.of(70_000, 1).hashCode());
  }
}
