package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierType;

/** What makes a shopper a member of a segment. */
public sealed interface Definition {
  /** The shoppers on a list of identifiers of one type; the type never changes. */
  record ContactList(IdentifierType identifierType) implements Definition {}
}
