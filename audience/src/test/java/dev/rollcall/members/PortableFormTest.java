package dev.rollcall.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class PortableFormTest {
  private static byte[] serialized(RoaringBitmap bitmap) {
    byte[] bytes = new byte[bitmap.serializedSizeInBytes()];
    bitmap.serialize(ByteBuffer.wrap(bytes));
    return bytes;
  }

  private static byte[] canonical(RoaringBitmap bitmap) {
    RoaringBitmap copy = bitmap.clone();
    copy.removeRunCompression();
    copy.runOptimize();
    return serialized(copy);
  }

  @Test
  void equal_sets_have_the_librarys_canonical_bytes_however_they_were_built() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      BitSet set = Universe.random(random);
      int[] sorted = Universe.ordinals(set);
      byte[] expected = canonical(RoaringBitmap.bitmapOf(sorted));

      Members members = Universe.members(set);
      int cut = random.nextInt(sorted.length + 1);
      Members inTwo = Members.ofSorted(sorted, cut, sorted.length).plus(sorted, 0, cut);
      int[] others = Universe.ordinals(Universe.random(random));
      Members superset = members.plus(others, 0, others.length);
      Members cutBack = superset.andNot(superset.andNot(members));
      Members[] ways = {members, inTwo, cutBack, superset.and(members), members.or(inTwo)};
      for (Members way : ways) {
        assertThat(Arrays.equals(way.toBytes(), expected)).as("seed %d", seed).isTrue();
      }
    }
  }

  @Test
  void bytes_of_any_writer_are_read_and_written_back_canonical() {
    for (int seed = 0; seed < 60; seed++) {
      BitSet set = Universe.random(new Random(seed));
      RoaringBitmap bitmap = RoaringBitmap.bitmapOf(Universe.ordinals(set));
      byte[] canonical = canonical(bitmap);
      bitmap.removeRunCompression();
      Members members = Members.fromBytes(serialized(bitmap));
      Universe.check(members, set);
      Universe.check(Members.fromBytes(canonical), set);
      assertThat(Arrays.equals(members.toBytes(), canonical)).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void every_damage_is_refused_or_reads_as_a_sound_set() {
    Random random = new Random(4);
    byte[][] sound = new byte[40][];
    for (int i = 0; i < sound.length; i++) {
      int size = 1 + random.nextInt(200);
      int[] scattered = random.ints(size, 0, i % 2 == 0 ? 5_000 : Integer.MAX_VALUE).toArray();
      sound[i] =
          (i < 30 ? Members.of(scattered) : Universe.members(Universe.random(random))).toBytes();
    }
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = damaged(sound[random.nextInt(round % 20 == 0 ? 40 : 30)], random);
      try {
        checkReadInPlace(bytes);
        Members members = Members.fromBytes(bytes);
        assertThat(members.toArray()).hasSize((int) members.size()).isSorted();
        assertThat(Members.fromBytes(members.toBytes())).isEqualTo(members);
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  /** Read where they lie, the bytes give the same set, or are refused then or later. */
  private static void checkReadInPlace(byte[] bytes) {
    Members members;
    try {
      members = Members.in(ByteBuffer.wrap(bytes));
      for (int ordinal = 0; ordinal < 5_000; ordinal += 99) {
        members.contains(ordinal);
      }
      assertThat(members).isEqualTo(Members.of(members.toArray()));
    } catch (IllegalArgumentException e) {
      assertThatIllegalArgumentException().isThrownBy(() -> Members.fromBytes(bytes));
      return;
    }
    assertThat(Members.fromBytes(bytes)).isEqualTo(members);
  }

  private static byte[] damaged(byte[] sound, Random random) {
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(sound, random.nextInt(sound.length + 10));
    }
    byte[] bytes = sound.clone();
    int reach = random.nextBoolean() ? Math.min(40, bytes.length) : bytes.length;
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  @Test
  void every_truncation_is_refused() {
    byte[] bytes = Members.of(1, 2, 3, 4, 5, 9, 70_000, 140_000, 210_000, 280_000).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      refuse(Arrays.copyOf(bytes, length));
    }
    refuse(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void what_is_not_a_set_is_refused() {
    refuse("");
    refuse("00000000 00000000"); // unknown cookie
    refuse("3a300000 ffffffff"); // a negative number of blocks
    refuse("3a300000 01800000"); // more blocks than ordinals have
    refuse("3a300000 01000000 0080 0000 10000000 0100"); // a user above the last ordinal
    refuse("3a300000 01000000 0000 0000 11000000 0100"); // an offset that points elsewhere
    refuse("3a300000 01000000 0000 0100 10000000 0500 0500"); // a member twice
    refuse("3a300000 01000000 0000 0100 10000000 0500 0400"); // members descending
    refuse("3a300000 02000000 0000 0000 0000 0000 18000000 1a000000 0100 0200"); // a block twice
    refuse("3b300000 01 0000 0100 0100 0500 0200"); // a run longer than its block's size
    refuse("3b300000 01 0000 0200 0100 ffff 0200"); // a run beyond its block's end
    refuse("3b300000 01 0000 0500 0200 0500 0200 0600 0200"); // runs that overlap
    refuse("3b300000 01 0000 0500 0200 0900 0200 0500 0200"); // runs descending
    refuse("3b300000 01 0000 0000 0000"); // no run at all
    byte[] dense = new byte[16 + 8_192]; // a dense block of fewer members than it says
    ByteBuffer.wrap(dense).put(HexFormat.of().parseHex("3a3000000100000000000010" + "10000000"));
    refuse(dense);
  }

  private static void refuse(String hex) {
    refuse(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static void refuse(byte[] bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Members.fromBytes(bytes))
        .withMessageStartingWith("not a set of members: ");
  }

  @Test
  void small_sets_have_the_bytes_the_format_prescribes() {
    check(Members.empty(), "3a300000 00000000");
    check(Members.of(1), "3a300000 01000000 0000 0000 10000000 0100");
    check(Members.of(5, 6, 7, 8), "3b300000 01 0000 0300 0100 0500 0300");
    check(
        Members.of(3, 65_536), "3a300000 02000000 0000 0000 0100 0000 18000000 1a000000 0300 0000");
  }

  private static void check(Members members, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(members.toBytes()).isEqualTo(bytes);
    assertThat(Members.fromBytes(bytes)).isEqualTo(members);
  }

  @Test
  void a_content_id_is_the_bytes_sha_256_in_lower_case() {
    assertThat(Members.contentId(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
