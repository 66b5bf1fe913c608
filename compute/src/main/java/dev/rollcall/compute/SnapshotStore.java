package dev.rollcall.compute;

import dev.rollcall.members.Members;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Snapshots and the sets they name, immutable once saved, and the one pointer that says which
 * snapshot is published.
 */
public interface SnapshotStore extends Engine.Sets {
  /** A saved snapshot in a listing. */
  record Summary(
      long id, long computationId, Instant createdAt, int audiences, boolean published) {}

  /** Whether the set is already kept. */
  boolean holds(String contentId);

  /**
   * The set with this content id.
   *
   * @throws IllegalStateException naming the file when it is missing or damaged
   */
  Members members(String contentId);

  /** Saves a snapshot all of whose sets were put; durable with them when this returns. */
  void save(Snapshot snapshot);

  /**
   * Saves a snapshot all of whose sets were put, ahead of them: it is durable when this returns,
   * while the sets follow by themselves. Should the machine stop before, sets can be missing, but
   * none is torn.
   */
  void saveAhead(Snapshot snapshot);

  /**
   * Makes a saved snapshot the published one: readers see it whole from now on. Durable when this
   * returns; false when there is none with this id.
   */
  boolean publish(long snapshotId);

  /**
   * The same by hand, unless this publication by hand was, or a later one.
   *
   * @param number the how-manieth by hand it is, from 1
   */
  boolean publish(long snapshotId, long number);

  /** The how-manieth publication by hand the latest was; 0 before the first. */
  long publishedByHand();

  /** The published snapshot, or empty before the first. Costs a field read. */
  Optional<Snapshot> published();

  Optional<Snapshot> find(long snapshotId);

  /** All snapshots kept, newest first. */
  List<Summary> list();

  /**
   * Forgets every snapshot but these and the published one, and every set that none of those kept
   * names, but for sets put or found held since the last save: the next snapshot may name them.
   */
  void retain(Set<Long> snapshotIds);
}
