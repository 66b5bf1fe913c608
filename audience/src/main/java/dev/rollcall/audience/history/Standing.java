package dev.rollcall.audience.history;

/** Why a shopper is on a contact list, or is not. */
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
}
