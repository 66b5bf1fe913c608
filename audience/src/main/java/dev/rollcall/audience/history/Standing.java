package dev.rollcall.audience.history;

import java.time.Instant;

/** Why a shopper is in a segment, or is not: by a contact list's operations, or by events. */
public sealed interface Standing {
  /**
   * The latest operation that changed the list and had a word on the shopper: put one of the
   * identifiers on, took one off, or began the list anew without them.
   */
  record ByOperation(Operation operation) implements Standing {}

  /** The identity graph gave the shopper an identifier, or took one, after the list had it. */
  record ByIdentityGraph() implements Standing {}

  /** No operation had a word on the shopper. */
  record Never() implements Standing {}

  /** It happened before the history that is told. */
  record TooOld() implements Standing {}

  /** It happened further back than is read for one question. */
  record NotSought() implements Standing {}

  /**
   * A computation found it so from events: the first of the kept ones, from the published one back,
   * that did.
   */
  record ByComputation(long computationId, long snapshotId, Instant at) implements Standing {}

  /** Events came, or the definition changed, after the published snapshot was made. */
  record ByLaterEvents() implements Standing {}

  /** The oldest snapshot that was looked at has it so already. */
  record BeforeSnapshots() implements Standing {}
}
