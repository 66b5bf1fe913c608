package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEngineTest {
  private static final int SEGMENTS = 12;
  private static final int DEPTH = 5;
  private static final long ENOUGH = 1L << 26;
  private static final List<Long> IDS = LongStream.range(0, SEGMENTS).boxed().toList();

  /** Sets in memory. */
  private static final class Kept implements Engine.Sets {
    final Map<String, byte[]> sets = new ConcurrentHashMap<>();

    @Override
    public void put(String contentId, CanonicalSet set) {
      sets.put(contentId, set.toBytes());
    }

    @Override
    public ByteBuffer bytes(String contentId) {
      return ByteBuffer.wrap(Objects.requireNonNull(sets.get(contentId)));
    }
  }

  private final Kept kept = new Kept();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_it_computes_is_what_plain_sets_give_however_the_work_is_shared_out(long seed) {
    Random random = new Random(seed);
    List<Members> segments =
        IntStream.range(0, SEGMENTS)
            .mapToObj(i -> RandomMembers.in(random, 1 + random.nextInt(6)))
            .toList();
    List<AlgebraNode> algebras =
        IntStream.range(0, 30).mapToObj(i -> RandomAlgebra.bounded(random, IDS, DEPTH)).toList();
    check(new LocalEngine(1, ENOUGH), segments, algebras);
    check(new LocalEngine(2, ENOUGH), segments, algebras);
    check(new LocalEngine(2, 40_000), segments, algebras);
    check(new LocalEngine(3, 1), segments, algebras);
    check(new LocalEngine(16, 300_000), segments, algebras);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void what_it_computes_of_changes_is_what_it_computes_of_all(long seed) {
    Random random = new Random(seed);
    List<AlgebraNode> algebras =
        IntStream.range(0, 25).mapToObj(i -> RandomAlgebra.bounded(random, IDS, DEPTH)).toList();
    List<Members> segments =
        new ArrayList<>(IDS.stream().map(id -> RandomMembers.in(random, 3)).toList());
    try (LocalEngine engine = new LocalEngine(2, random.nextBoolean() ? ENOUGH : 50_000)) {
      List<Engine.Computed> computed =
          engine.compute(segments, tasks(algebras, List.of(), List.of()), kept);
      for (int round = 1; round <= 8; round++) {
        List<BitSet> changed = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
          Members before = segments.get(i);
          segments.set(i, RandomMembers.changed(random, before, 3 + round / 3));
          changed.add(changed(before, segments.get(i)));
        }
        computed = engine.compute(segments, tasks(algebras, computed, changed), kept);
        check(computed, segments, algebras);
      }
    }
  }

  @Test
  void sets_that_take_more_room_than_expected_are_computed_by_halves() {
    int[] last = IntStream.range(0, 9_000).map(i -> (8 << 16) + 7 * i).toArray();
    List<Members> segments = List.of(Members.of(last), Members.of(1, last[5], last[6] + 1));
    List<AlgebraNode> algebras =
        IntStream.range(0, 9).<AlgebraNode>mapToObj(i -> new AlgebraNode.InSegment(i % 2)).toList();
    check(new LocalEngine(2, 9_000), segments, algebras);
  }

  @Test
  void segments_without_users_give_audiences_without_users() {
    List<AlgebraNode> algebras =
        List.of(
            new AlgebraNode.InSegment(0),
            new AlgebraNode.Or(
                List.of(new AlgebraNode.InSegment(0), new AlgebraNode.InSegment(1))));
    check(new LocalEngine(2, ENOUGH), List.of(Members.empty(), Members.empty()), algebras);
    check(new LocalEngine(2, ENOUGH), List.of(), List.of());
  }

  @Test
  void what_the_store_throws_is_thrown() {
    Engine.Sets full =
        new Engine.Sets() {
          @Override
          public void put(String contentId, CanonicalSet set) {
            throw new IllegalStateException("full");
          }

          @Override
          public ByteBuffer bytes(String contentId) {
            throw new IllegalStateException("gone");
          }
        };
    List<AlgebraNode> algebras = List.of(new AlgebraNode.InSegment(0));
    try (LocalEngine engine = new LocalEngine(2, ENOUGH)) {
      List<Members> segments = List.of(Members.of(1));
      List<Engine.Computed> before =
          engine.compute(segments, tasks(algebras, List.of(), List.of()), kept);
      assertThatThrownBy(
              () -> engine.compute(segments, tasks(algebras, List.of(), List.of()), full))
          .hasMessage("full");
      assertThatThrownBy(
              () -> engine.compute(segments, tasks(algebras, before, List.of(new BitSet())), full))
          .hasMessage("gone");
    }
  }

  private static List<Engine.Task> tasks(
      List<AlgebraNode> algebras, List<Engine.Computed> before, List<BitSet> changed) {
    return IntStream.range(0, algebras.size())
        .mapToObj(i -> {
          AlgebraNode algebra = algebras.get(i);
          BitSet blocks = new BitSet();
          if (!before.isEmpty()) {
            algebra.forEachLeaf(id -> blocks.or(changed.get((int) id)));
          }
          return new Engine.Task(
              AudienceProgram.compile(algebra, id -> (int) id),
              before.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Engine.Before(before.get(i).contentId(), blocks)));
        })
        .toList();
  }

  private static BitSet changed(Members before, Members now) {
    BitSet changed = new BitSet();
    for (int block = 0; block < Math.max(before.blockLimit(), now.blockLimit()); block++) {
      changed.set(block, !now.sameBlock(before, block));
    }
    return changed;
  }

  private void check(LocalEngine engine, List<Members> segments, List<AlgebraNode> algebras) {
    kept.sets.clear();
    try (engine) {
      check(
          engine.compute(segments, tasks(algebras, List.of(), List.of()), kept),
          segments,
          algebras);
    }
  }

  private void check(
      List<Engine.Computed> computed, List<Members> segments, List<AlgebraNode> algebras) {
    assertThat(computed).hasSameSizeAs(algebras);
    List<byte[]> naive = NaiveEngine.bytes(algebras, segments);
    for (int i = 0; i < algebras.size(); i++) {
      byte[] expected = naive.get(i);
      Engine.Computed found = computed.get(i);
      assertThat(kept.sets.get(found.contentId())).isEqualTo(expected);
      assertThat(found)
          .isEqualTo(
              new Engine.Computed(Members.contentId(expected), Members.fromBytes(expected).size()));
    }
  }
}
