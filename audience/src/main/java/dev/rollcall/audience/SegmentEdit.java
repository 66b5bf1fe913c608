package dev.rollcall.audience;

import java.util.Optional;

/**
 * What a caller wants changed of a segment; an empty description clears it.
 *
 * @param events empty to leave the definition as it is
 */
public record SegmentEdit(
    long segmentId,
    Change<String> name,
    Change<Optional<String>> description,
    Optional<EventsEdit> events) {}
