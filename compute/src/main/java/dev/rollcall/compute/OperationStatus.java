package dev.rollcall.compute;

import dev.rollcall.audience.Publication;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.identity.RefusedIdentifiers;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an operation has come.
 *
 * @param publication that of its retailer, which says what makes it live
 * @param staged whether it is on what is staged, or on a list that is gone
 * @param liveAt since when lookups see it, or empty while they do not; an operation on what is
 *     staged never is live
 * @param snapshot the first kept snapshot, up to the published one, that reaches it
 * @param refused identifiers of its request that were refused
 */
public record OperationStatus(
    Operation operation,
    Publication publication,
    boolean staged,
    Optional<Instant> liveAt,
    Optional<Holding> snapshot,
    RefusedIdentifiers refused) {
  /** Whether nothing is to come any more. */
  public boolean settled() {
    return staged || liveAt.isPresent();
  }

  /** A snapshot that an operation is part of. */
  public record Holding(long snapshotId, Instant createdAt) {}
}
