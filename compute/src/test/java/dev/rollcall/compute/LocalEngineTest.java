package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.members.Members;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEngineTest {
  private static final int SEGMENTS = 12;
  private static final int LOWS = 9_000;
  private static final List<Long> IDS = LongStream.range(0, SEGMENTS).boxed().toList();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void what_it_computes_is_what_plain_sets_give_however_the_work_is_shared_out(long seed) {
    Random random = new Random(seed);
    List<Members> segments =
        IntStream.range(0, SEGMENTS).mapToObj(i -> users(random, 1 + random.nextInt(4))).toList();
    List<AlgebraNode> algebras =
        IntStream.range(0, 12).mapToObj(i -> RandomAlgebra.bounded(random, IDS, 4)).toList();
    List<Members> expected = algebras.stream().map(algebra -> naive(algebra, segments)).toList();
    check(new LocalEngine(1), segments, algebras, expected);
    check(new LocalEngine(2), segments, algebras, expected);
    check(new LocalEngine(3, 1), segments, algebras, expected);
    check(new LocalEngine(16), segments, algebras, expected);
  }

  @Test
  void segments_without_users_give_audiences_without_users() {
    List<AlgebraNode> algebras =
        List.of(
            new AlgebraNode.InSegment(0),
            new AlgebraNode.Or(
                List.of(new AlgebraNode.InSegment(0), new AlgebraNode.InSegment(1))));
    check(
        new LocalEngine(2),
        List.of(Members.empty(), Members.empty()),
        algebras,
        List.of(Members.empty(), Members.empty()));
    check(new LocalEngine(2), List.of(), List.of(), List.of());
  }

  @Test
  void what_the_sink_throws_is_thrown() {
    try (LocalEngine engine = new LocalEngine(2)) {
      AudienceProgram program = AudienceProgram.compile(new AlgebraNode.InSegment(0), id -> 0);
      assertThatThrownBy(() ->
              engine.compute(
                  List.of(Members.of(1)),
                  List.of(program),
                  (contentId, bytes) -> {
                    throw new IllegalStateException("full");
                  }))
          .hasMessage("full");
    }
  }

  private static void check(
      LocalEngine engine,
      List<Members> segments,
      List<AlgebraNode> algebras,
      List<Members> expected) {
    List<AudienceProgram> programs =
        algebras.stream().map(a -> AudienceProgram.compile(a, id -> (int) id)).toList();
    Map<String, byte[]> sets = new ConcurrentHashMap<>();
    try (engine) {
      List<Engine.Computed> computed = engine.compute(segments, programs, sets::put);
      assertThat(computed).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        byte[] bytes = expected.get(i).toBytes();
        assertThat(computed.get(i))
            .isEqualTo(new Engine.Computed(Members.contentId(bytes), expected.get(i).size()));
        assertThat(sets.get(computed.get(i).contentId())).isEqualTo(bytes);
      }
    }
  }

  /** Users here and there in this many blocks, and in some of them nobody. */
  private static Members users(Random random, int blocks) {
    return Members.of(
        IntStream.range(0, blocks)
            .filter(block -> random.nextInt(3) > 0)
            .flatMap(
                block -> random.ints(random.nextInt(12_000), 0, LOWS).map(low -> block << 16 | low))
            .toArray());
  }

  private static Members naive(AlgebraNode algebra, List<Members> segments) {
    return Members.of(
        IntStream.range(0, 4 << 16)
            .filter(user -> (user & 0xffff) < LOWS)
            .filter(user -> {
              LongPredicate inSegment = id -> segments.get((int) id).contains(user);
              return RandomAlgebra.admits(algebra, inSegment);
            })
            .toArray());
  }
}
