package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierType;
import java.time.Instant;

/**
 * The receipt of an accepted amendment.
 *
 * @param contactListId the segment's, or that of a stage
 * @param position its place in the log, which is the operation's id; everything up to it is visible
 *     to lookups of a continuously published retailer
 */
public record ContactListOperation(
    long contactListId,
    boolean add,
    Instant requestDate,
    IdentifierType identifierType,
    int validIdentifiers,
    long position) {}
