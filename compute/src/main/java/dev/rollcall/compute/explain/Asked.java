package dev.rollcall.compute.explain;

import dev.rollcall.identity.Identifier;
import java.time.Instant;

/**
 * One line of the audit trail: that a shopper was asked about.
 *
 * @param id its place in the trail, from 1
 * @param subject the sealed key of the identifier that was asked about, never the identifier
 */
public record Asked(
    long id,
    Instant at,
    long applicationId,
    long accountId,
    long retailerId,
    long audienceId,
    Identifier subject) {}
