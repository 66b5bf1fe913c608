package dev.rollcall.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Those that need no process of their own: a system that answered wrongly would be no yardstick.
 */
class EmbeddedPeersTest {
  private final Work work = new Work(2_000, 1);

  @Test
  void the_same_seed_gives_the_same_work() {
    Work again = new Work(2_000, 1);
    assertThat(work.audiences()).isEqualTo(again.audiences());
    assertThat(work.members(7)).isEqualTo(again.members(7)).doesNotHaveDuplicates().hasSize(100);
    assertThat(new Work(2_000, 2).members(7)).isNotEqualTo(work.members(7));
  }

  @Test
  void rollcalls_kernel_counts_as_a_naive_count_does() {
    Kernel kernel = new Kernel();
    for (int list = 0; list < Work.LISTS; list++) kernel.put(list, work.members(list));
    for (Work.Audience audience : work.audiences().subList(0, 50)) {
      assertThat(kernel.count(audience)).isEqualTo(naive(audience));
    }
  }

  @Test
  void sqlite(@TempDir Path folder) throws Exception {
    try (Peer peer = new SqlitePeer(folder)) {
      check(peer);
    }
  }

  @Test
  void duckdb(@TempDir Path folder) throws Exception {
    try (Peer peer = new DuckDbPeer(folder)) {
      check(peer);
    }
  }

  @Test
  void lucene(@TempDir Path folder) throws Exception {
    try (Peer peer = new LucenePeer(folder)) {
      check(peer);
    }
  }

  private void check(Peer peer) throws Exception {
    peer.load(work);
    for (Work.Audience audience : work.audiences().subList(0, 10)) {
      assertThat(peer.count(audience)).isEqualTo(naive(audience));
    }
    int newcomer = bits(3).nextClearBit(0);
    int lists = peer.lookup(newcomer);
    assertThat(peer.contains(3, newcomer)).isFalse();
    peer.add(3, new int[] {newcomer, work.members(3)[0]});
    assertThat(peer.contains(3, newcomer)).isTrue();
    assertThat(peer.lookup(newcomer)).isEqualTo(lists + 1);
    peer.compute(work.audiences().subList(0, 2));
    assertThat(peer.bytes()).isPositive();
  }

  private long naive(Work.Audience of) {
    BitSet first = bits(of.a());
    first.and(bits(of.b()));
    first.andNot(bits(of.c()));
    BitSet second = bits(of.d());
    second.and(bits(of.e()));
    first.or(second);
    return first.cardinality();
  }

  private BitSet bits(int list) {
    BitSet members = new BitSet();
    for (int user : work.members(list)) members.set(user);
    return members;
  }
}
