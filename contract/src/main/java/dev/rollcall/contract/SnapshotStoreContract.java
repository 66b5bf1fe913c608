package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rollcall.compute.AudienceResult;
import dev.rollcall.compute.RetailerResult;
import dev.rollcall.compute.SegmentResult;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.identity.Channel;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.Members;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every {@link SnapshotStore} does. */
public abstract class SnapshotStoreContract {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00.123456789Z");
  private static final long ABOVE_DOUBLES = (1L << 53) + 1;

  /** A store without snapshots. */
  protected abstract SnapshotStore create();

  /** Puts the set of these users and gives its content id. */
  protected static String put(SnapshotStore store, int... users) {
    CanonicalSet set = CanonicalSet.of(Members.of(users));
    store.put(set.contentId(), set);
    return set.contentId();
  }

  /** A snapshot whose only audience has this content, beside a segment of the other. */
  protected static Snapshot snapshot(long id, String audience, String segment) {
    SegmentResult some =
        new SegmentResult(ABOVE_DOUBLES, 2, segment, 3, 4, 3, Set.of(Channel.ONSITE));
    AudienceResult one = new AudienceResult(5, 2, audience, 1, Set.of(Channel.values()), Set.of());
    AudienceResult none = new AudienceResult(6, 2, audience, 1, Set.of(), Set.of(ABOVE_DOUBLES));
    return new Snapshot(
        id,
        id + 1,
        NOON.plusSeconds(id),
        List.of(
            new RetailerResult(1, 77, NOON, 100, List.of(some), List.of(one, none)),
            new RetailerResult(2, 78, NOON, 0, List.of(), List.of())));
  }

  @Test
  void a_snapshot_that_is_looked_for_while_it_is_forgotten_is_there_or_not() throws Exception {
    SnapshotStore store = create();
    saved(store, 1, 1);
    store.publish(1);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<?> looking =
          threads.submit(() -> {
            while (!done.get()) {
              for (SnapshotStore.Summary summary : store.list()) {
                store
                    .find(summary.id())
                    .ifPresent(found -> assertThat(found.id()).isEqualTo(summary.id()));
              }
            }
          });
      for (int id = 2; id < 60; id++) {
        saved(store, id, id);
        store.retain(Set.of());
      }
      done.set(true);
      looking.get();
    }
    assertThat(store.find(59)).isEmpty();
  }

  private static Snapshot saved(SnapshotStore store, long id, int... users) {
    Snapshot snapshot = snapshot(id, put(store, users), put(store, 1_000_000));
    store.save(snapshot);
    return snapshot;
  }

  @Test
  void has_nothing_at_first() {
    SnapshotStore store = create();
    assertThat(store.published()).isEmpty();
    assertThat(store.list()).isEmpty();
    assertThat(store.find(1)).isEmpty();
    assertThat(store.publish(1)).isFalse();
    assertThat(store.holds("0".repeat(64))).isFalse();
  }

  @Test
  void gives_back_a_set_that_was_put_and_refuses_others() {
    SnapshotStore store = create();
    for (int round = 0; round < 2; round++) {
      String id = put(store, 1, 70_000, Integer.MAX_VALUE);
      assertThat(store.holds(id)).isTrue();
      assertThat(store.members(id)).isEqualTo(Members.of(1, 70_000, Integer.MAX_VALUE));
      assertThat(store.bytes(id))
          .isEqualTo(ByteBuffer.wrap(Members.of(1, 70_000, Integer.MAX_VALUE).toBytes()));
    }
    assertThat(store.members(put(store))).isEqualTo(Members.empty());
    assertThatIllegalStateException().isThrownBy(() -> store.members("0".repeat(64)));
    assertThatIllegalStateException().isThrownBy(() -> store.bytes("0".repeat(64)));
  }

  @Test
  void finds_a_saved_snapshot_as_it_was() {
    SnapshotStore store = create();
    Snapshot snapshot = saved(store, ABOVE_DOUBLES, 1, 2, 3);
    assertThat(store.find(ABOVE_DOUBLES)).contains(snapshot);
    assertThat(store.published()).isEmpty();
  }

  @Test
  void a_snapshot_saved_ahead_of_its_sets_can_be_published_and_read() {
    SnapshotStore store = create();
    Snapshot snapshot = snapshot(1, put(store, 1, 2), put(store, 3));
    store.saveAhead(snapshot);
    assertThat(store.publish(1)).isTrue();
    assertThat(store.published()).contains(snapshot);
    store.retain(Set.of());
    assertThat(store.members(put(store, 1, 2))).isEqualTo(Members.of(1, 2));
  }

  @Test
  void lists_snapshots_newest_first_and_says_which_is_published() {
    SnapshotStore store = create();
    saved(store, 1, 1);
    saved(store, 3, 3);
    saved(store, 2, 2);
    store.publish(2);
    assertThat(store.list())
        .containsExactly(
            new SnapshotStore.Summary(3, 4, NOON.plusSeconds(3), 2, false),
            new SnapshotStore.Summary(2, 3, NOON.plusSeconds(2), 2, true),
            new SnapshotStore.Summary(1, 2, NOON.plusSeconds(1), 2, false));
  }

  @Test
  void the_published_snapshot_is_the_one_published_last_be_it_newer_or_older() {
    SnapshotStore store = create();
    Snapshot first = saved(store, 1, 1);
    Snapshot second = saved(store, 2, 2);
    assertThat(store.publish(2)).isTrue();
    assertThat(store.published()).contains(second);
    assertThat(store.publish(1)).isTrue();
    assertThat(store.published()).contains(first);
    assertThat(store.publish(3)).isFalse();
    assertThat(store.published()).contains(first);
  }

  @Test
  void a_publication_by_hand_counts_once_and_never_after_a_later_one() {
    SnapshotStore store = create();
    Snapshot first = saved(store, 1, 1);
    Snapshot second = saved(store, 2, 2);
    assertThat(store.publishedByHand()).isZero();
    assertThat(store.publish(1, 3)).isTrue();
    assertThat(store.published()).contains(first);
    assertThat(store.publish(2)).isTrue();
    assertThat(store.publish(1, 3)).isTrue();
    assertThat(store.publish(1, 2)).isTrue();
    assertThat(store.published()).contains(second);
    assertThat(store.publish(9, 4)).isFalse();
    assertThat(store.publishedByHand()).isEqualTo(3);
    assertThat(store.publish(1, 5)).isTrue();
    assertThat(store.published()).contains(first);
    assertThat(store.publishedByHand()).isEqualTo(5);
  }

  @Test
  void retains_what_it_is_told_to_and_the_published_with_their_sets_and_nothing_else() {
    SnapshotStore store = create();
    for (int id = 1; id <= 5; id++) {
      saved(store, id, id);
    }
    store.publish(2);
    store.retain(Set.of(4L, 5L, 99L));
    assertThat(store.list()).extracting(SnapshotStore.Summary::id).containsExactly(5L, 4L, 2L);
    assertThat(store.find(1)).isEmpty();
    assertThat(store.publish(3)).isFalse();
    for (int id = 1; id <= 5; id++) {
      String contentId = Members.contentId(Members.of(id).toBytes());
      assertThat(store.holds(contentId)).isEqualTo(id != 1 && id != 3);
    }
    assertThat(store.members(put(store, 1_000_000))).isEqualTo(Members.of(1_000_000));
  }

  @Test
  void a_set_that_was_put_or_seen_stays_until_its_snapshot_is_saved() {
    SnapshotStore store = create();
    saved(store, 1, 7);
    String seen = Members.contentId(Members.of(7).toBytes());
    assertThat(store.holds(seen)).isTrue();
    String added = put(store, 8);
    store.retain(Set.of());
    assertThat(store.find(1)).isEmpty();
    store.save(snapshot(2, seen, added));
    store.publish(2);
    store.retain(Set.of());
    assertThat(store.members(seen)).isEqualTo(Members.of(7));
    assertThat(store.members(added)).isEqualTo(Members.of(8));
  }

  @Test
  void sets_put_while_others_are_forgotten_are_there_when_their_snapshot_is_saved()
      throws Exception {
    SnapshotStore store = create();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<?> forgetting =
          threads.submit(() -> {
            while (!done.get()) {
              store.retain(Set.of());
            }
          });
      for (int id = 1; id <= 100; id++) {
        Snapshot snapshot = saved(store, id, id % 3);
        if (!store.publish(id)) {
          continue; // forgotten already
        }
        for (RetailerResult retailer : snapshot.retailers()) {
          for (AudienceResult audience : retailer.audiences()) {
            assertThat(store.members(audience.contentId())).isEqualTo(Members.of(id % 3));
          }
        }
      }
      done.set(true);
      forgetting.get();
    }
    assertThat(store.published()).isPresent();
  }
}
