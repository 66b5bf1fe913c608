package dev.rollcall.audience;

import java.time.Instant;

/**
 * A list that nobody sees, on which the coming content of a contact list is put together.
 *
 * @param id that of the hidden list
 * @param segmentId the contact list it is for
 * @param applicationId who opened it
 * @param expiresAt when it goes, if it has not become the list's content by then
 */
public record Stage(
    long id,
    long segmentId,
    long accountId,
    long retailerId,
    long applicationId,
    Instant openedAt,
    Instant expiresAt) {}
