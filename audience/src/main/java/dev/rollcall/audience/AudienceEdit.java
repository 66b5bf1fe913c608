package dev.rollcall.audience;

import java.util.Optional;

/**
 * What a caller wants changed of an audience; an empty description clears it, an algebra replaces
 * the whole one.
 */
public record AudienceEdit(
    long audienceId,
    Change<String> name,
    Change<Optional<String>> description,
    Change<AlgebraNode> algebra) {}
