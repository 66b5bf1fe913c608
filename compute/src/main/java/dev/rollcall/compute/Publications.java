package dev.rollcall.compute;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.compute.ComputationHistory.Publication;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Publishes snapshots, one after the other. Of one published by hand the history says so first, as
 * one with what the sender is answered; then the store's pointer moves. A process that ends in
 * between leaves a history that is ahead of the store, which the next one notices before anything
 * is looked up. Publications are numbered, so that what was published since is never undone.
 */
final class Publications {
  private static final Logger LOG = System.getLogger(Publications.class.getName());

  private final ComputationHistory history;
  private final SnapshotStore store;
  private boolean doubtful;

  Publications(ComputationHistory history, SnapshotStore store) {
    this.history = history;
    this.store = store;
    catchUp();
  }

  /**
   * Publishes a snapshot that is kept; returns it, or empty when there is none.
   *
   * @param answer asked for what is to be kept with it
   */
  synchronized Optional<Snapshot> publish(
      long snapshotId, Function<Snapshot, Optional<KeptAnswer>> answer) {
    Optional<Snapshot> snapshot = store.find(snapshotId);
    snapshot.ifPresent(found -> {
      settle();
      long number = Math.max(history.published().number(), store.publishedByHand()) + 1;
      Optional<KeptAnswer> kept = answer.apply(found);
      doubtful = true; // until the pointer has moved: what throws may have been written
      history.publish(new Publication(number, snapshotId), kept);
      store.publish(snapshotId, number);
      doubtful = false;
    });
    return snapshot;
  }

  /** Publishes a saved snapshot that owes nothing to the one published. */
  synchronized void follow(Snapshot next) {
    settle();
    store.publish(next.id());
  }

  /**
   * Publishes a saved snapshot that took results over from the one that was published; false, and
   * nothing happens, when another is by now.
   */
  synchronized boolean follow(Optional<Snapshot> before, Snapshot next) {
    settle();
    return isPublished(before) && store.publish(next.id());
  }

  /** Whether this is the published snapshot still; empty is none. */
  boolean isPublished(Optional<Snapshot> snapshot) {
    return snapshot.map(Snapshot::id).equals(store.published().map(Snapshot::id));
  }

  /** Has the store follow the history, when a publication ended in between. */
  synchronized void settle() {
    if (doubtful) catchUp();
    doubtful = false;
  }

  private void catchUp() {
    Publication latest = history.published();
    if (latest.number() > store.publishedByHand()
        && !store.publish(latest.snapshotId(), latest.number()))
      LOG.log(
          Level.WARNING,
          "snapshot {0} was published by hand and is not kept",
          Long.toString(latest.snapshotId()));
  }

  /** Forgets other snapshots than these, but none that is about to be published. */
  synchronized void retain(Set<Long> snapshotIds) {
    settle();
    store.retain(snapshotIds);
  }

  /** Forgets a snapshot, unless it is published by now. */
  synchronized void forget(Snapshot snapshot) {
    store.retain(
        store.list().stream()
            .map(SnapshotStore.Summary::id)
            .filter(id -> id != snapshot.id())
            .collect(Collectors.toSet()));
  }
}
