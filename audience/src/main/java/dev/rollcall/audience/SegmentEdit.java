package dev.rollcall.audience;

import java.util.Optional;

/** What a caller wants changed of a segment; an empty description clears it. */
public record SegmentEdit(
    long segmentId, Change<String> name, Change<Optional<String>> description) {}
