package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.EncodedBlocks;
import dev.rollcall.members.Members;
import dev.rollcall.members.PortableBlocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {
  private static final List<Long> IDS = LongStream.range(0, 9).boxed().toList();

  /** As a cluster does it: each shard knows its range only, and only bytes travel. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 7"})
  void ranges_computed_apart_join_to_the_whole(long seed, int shards) {
    Random random = new Random(seed);
    int blocks = 7;
    List<Members> segments = IDS.stream().map(id -> RandomMembers.in(random, blocks)).toList();
    List<AlgebraNode> algebras =
        IntStream.range(0, 25).mapToObj(i -> RandomAlgebra.bounded(random, IDS, 5)).toList();
    List<List<byte[]>> ranges = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      int from = shard * blocks / shards;
      int to = (shard + 1) * blocks / shards;
      ranges.add(
          computed(from, to, segments.stream().map(s -> cut(s, from, to)).toList(), algebras));
    }
    List<byte[]> naive = NaiveEngine.bytes(algebras, segments);
    for (int i = 0; i < algebras.size(); i++) {
      int set = i;
      CanonicalSet joined =
          CanonicalSet.joined(
              ranges.stream()
                  .map(range -> new PortableBlocks(ByteBuffer.wrap(range.get(set))))
                  .toList());
      assertThat(joined.toBytes()).isEqualTo(naive.get(i));
    }
  }

  private static byte[] cut(Members segment, int from, int to) {
    Members.Builder range = Members.builder();
    long[] words = new long[Members.BLOCK_WORDS];
    for (int block = from; block < to; block++) {
      segment.copyBlock(block, words, 0);
      range.addBlock(block, words, 0);
    }
    return range.build().toBytes();
  }

  private static List<byte[]> computed(
      int from, int to, List<byte[]> segments, List<AlgebraNode> algebras) {
    List<Members> users = segments.stream().map(Members::fromBytes).toList();
    Kernel kernel =
        new Kernel(algebras.stream().map(a -> AudienceProgram.compile(a, id -> (int) id)).toList());
    EncodedBlocks encoded =
        new EncodedBlocks(algebras.size(), from, to, () -> new byte[EncodedBlocks.CHUNK_BYTES]);
    EncodedBlocks.Writer writer = encoded.writer();
    for (int block = from; block < to; block++) {
      kernel.run(block, users, program -> true, writer);
    }
    return IntStream.range(0, algebras.size()).mapToObj(i -> encoded.set(i).toBytes()).toList();
  }
}
