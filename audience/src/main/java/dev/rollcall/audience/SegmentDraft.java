package dev.rollcall.audience;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A segment as a caller wants it made.
 *
 * @param name null when none was given
 * @param retailerId an id no retailer has when none was given
 */
public record SegmentDraft(
    @Nullable String name, Optional<String> description, long retailerId, Definition definition) {}
