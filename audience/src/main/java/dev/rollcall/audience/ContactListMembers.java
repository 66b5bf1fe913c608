package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierType;
import dev.rollcall.members.Members;

/**
 * One version of what is on a contact list.
 *
 * @param identifiers the ordinals at which its identifiers stand; each is one distinct identifier
 *     of the list's type
 */
public record ContactListMembers(IdentifierType type, Members identifiers) {}
