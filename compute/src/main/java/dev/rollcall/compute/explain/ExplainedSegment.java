package dev.rollcall.compute.explain;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.history.Standing;
import java.util.Optional;

/**
 * What a segment that an audience names has to do with a shopper.
 *
 * @param in as lookups see it
 * @param acknowledged with all that is acknowledged, live or not
 * @param why why it is as lookups see it; empty for a segment of another account
 * @param pending why that will change; empty when it will not
 */
public record ExplainedSegment(
    AudienceSegment segment,
    boolean in,
    boolean acknowledged,
    Optional<Standing> why,
    Optional<Standing> pending) {}
