package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.compute.ComputationHistory.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Snapshots published by hand, and what becomes of it when the process ends in between. */
class PublicationsTest {
  private static final Instant NOON = Instant.parse("2027-01-31T12:00:00Z");

  private final MemoryCatalog catalog = new MemoryCatalog();
  private final MemoryComputationHistory history = new MemoryComputationHistory(catalog);
  private final MemorySnapshotStore store = new MemorySnapshotStore();

  private void saved(long... ids) {
    for (long id : ids) store.save(new Snapshot(id, 1, NOON, List.of()));
  }

  private static Optional<KeptAnswer> answer(Snapshot snapshot) {
    RetryKey key = new RetryKey(snapshot.id(), 0, 0, 0);
    return Optional.of(new KeptAnswer(7, key, NOON, 200, Map.of(), new byte[0]));
  }

  private boolean answered(long snapshotId) {
    return catalog.<Boolean>read(tables -> tables.answers().find(7, snapshotId, 0).isPresent());
  }

  private long published() {
    return store.published().orElseThrow().id();
  }

  @Test
  void a_publication_is_kept_with_its_answer_and_followed_by_the_store() {
    saved(1, 2);
    Publications publications = new Publications(history, store);
    publications.publish(2, PublicationsTest::answer);
    publications.publish(1, snapshot -> Optional.empty());
    assertThat(published()).isEqualTo(1);
    assertThat(answered(2)).isTrue();
    assertThat(answered(1)).isFalse();
    assertThat(publications.publish(9, PublicationsTest::answer)).isEmpty();
    assertThat(history.published()).isEqualTo(new Publication(2, 1));
  }

  @Test
  void one_that_was_kept_before_a_crash_is_carried_out_by_the_next_start() {
    saved(1, 2);
    store.publish(2);
    history.publish(new Publication(1, 1), Optional.empty());
    new Publications(history, store);
    assertThat(published()).isEqualTo(1);
    store.publish(2);
    new Publications(history, store);
    assertThat(published()).as("what was published since stays").isEqualTo(2);
  }

  @Test
  void one_whose_keeping_failed_is_looked_at_again_before_anything_is_published_or_forgotten() {
    saved(1, 2);
    store.publish(2);
    Publications publications =
        new Publications(new MemoryComputationHistory(new WordLost(catalog)), store);
    assertThatThrownBy(() -> publications.publish(1, PublicationsTest::answer))
        .isInstanceOf(CatalogUnavailable.class);
    assertThat(published()).isEqualTo(2);
    publications.retain(Set.of());
    assertThat(published()).isEqualTo(1);
    assertThat(store.list()).hasSize(1);
  }

  /** A catalog that is reached, while its word that it was does not come back. */
  private record WordLost(MemoryCatalog catalog) implements Catalog {
    @Override
    public <T> T read(Function<Tables, T> work) {
      return catalog.read(work);
    }

    @Override
    public <T> T write(Function<Tables, T> work) {
      return catalog.write(work);
    }

    @Override
    public <T> T count(Function<Tables, T> work) {
      catalog.count(work);
      throw new CatalogUnavailable("no word came back", new IllegalStateException());
    }

    @Override
    public long version() {
      return catalog.version();
    }

    @Override
    public void close() {}
  }

  @Test
  void a_run_does_not_undo_what_was_published_by_hand_since_it_looked() {
    saved(1, 2, 3);
    store.publish(2);
    Optional<Snapshot> seen = store.published();
    Snapshot made = store.find(3).orElseThrow();
    Publications publications = new Publications(history, store);
    publications.publish(1, PublicationsTest::answer);
    assertThat(publications.follow(seen, made)).isFalse();
    assertThat(published()).isEqualTo(1);
    assertThat(publications.follow(store.published(), made)).isTrue();
    publications.forget(made);
    assertThat(published()).as("what is published is not forgotten").isEqualTo(3);
    publications.publish(2, PublicationsTest::answer);
    publications.forget(made);
    assertThat(store.list()).extracting(SnapshotStore.Summary::id).containsExactly(2L, 1L);
  }

  @Test
  void a_catalog_that_is_younger_than_the_snapshots_publishes_all_the_same() {
    saved(1, 2);
    store.publish(2, 40);
    Publications publications = new Publications(history, store);
    assertThat(published()).isEqualTo(2);
    publications.publish(1, PublicationsTest::answer);
    assertThat(published()).isEqualTo(1);
    assertThat(history.published().number()).isEqualTo(41);
  }
}
