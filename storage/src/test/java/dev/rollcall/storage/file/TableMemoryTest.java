package dev.rollcall.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableMemoryTest {
  private final TableMemory memory = new TableMemory();

  @Test
  void what_is_taken_is_zeros_and_nobody_elses() {
    SplittableRandom random = new SplittableRandom(1);
    List<MemorySegment> taken = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      if (!taken.isEmpty() && random.nextInt(5) < 2) {
        MemorySegment given = taken.remove(random.nextInt(taken.size()));
        assertMarked(given);
        memory.giveBack(given);
      } else {
        MemorySegment segment = memory.take(16L * random.nextInt(1, 1 << random.nextInt(1, 12)));
        assertThat(words(segment)).containsOnly(0L);
        for (long at = 0; at < segment.byteSize(); at += 8)
          segment.set(ValueLayout.JAVA_LONG, at, segment.address());
        taken.add(segment);
      }
    }
    taken.forEach(TableMemoryTest::assertMarked);
  }

  private static void assertMarked(MemorySegment segment) {
    assertThat(words(segment)).as("nobody wrote here meanwhile").containsOnly(segment.address());
  }

  private static long[] words(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_LONG);
  }

  @Test
  void neighbours_that_were_given_back_are_one() {
    MemorySegment[] small = new MemorySegment[16];
    for (int i = 0; i < small.length; i++) small[i] = memory.take(1_024);
    long bytes = memory.bytes();
    for (int i = 0; i < small.length; i += 2) memory.giveBack(small[i]);
    for (int i = 1; i < small.length; i += 2) memory.giveBack(small[i]);
    assertThat(memory.take(16 * 1_024).address()).isEqualTo(small[0].address());
    assertThat(memory.bytes()).isEqualTo(bytes);
  }

  @Test
  void what_has_become_too_small_is_let_go_of_once_all_of_it_is_free() {
    MemorySegment[] small = new MemorySegment[1_000];
    for (int i = 0; i < small.length; i++) small[i] = memory.take(1_024);
    for (MemorySegment segment : small) memory.giveBack(segment);
    memory.take(4 << 20);
    assertThat(memory.bytes()).as("but for the piece that has a rest").isLessThan(5 << 20);
  }

  @Test
  void what_was_too_large_to_share_is_let_go_of() {
    MemorySegment large = memory.take(64 << 20);
    memory.giveBack(large);
    assertThat(memory.bytes()).isZero();
    assertThat(memory.take(1_024).toArray(ValueLayout.JAVA_LONG)).containsOnly(0L);
  }
}
