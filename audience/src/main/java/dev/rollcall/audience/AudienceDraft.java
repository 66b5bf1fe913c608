package dev.rollcall.audience;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An audience as a caller wants it made.
 *
 * @param name null when none was given
 * @param retailerId an id no retailer has when none was given
 */
public record AudienceDraft(
    @Nullable String name, Optional<String> description, long retailerId, AlgebraNode algebra) {}
