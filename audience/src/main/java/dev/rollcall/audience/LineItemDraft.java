package dev.rollcall.audience;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line item as a caller registers it; a bound that is null is open. */
public record LineItemDraft(
    long id,
    long accountId,
    long retailerId,
    @Nullable String name,
    @Nullable Instant start,
    @Nullable Instant end) {}
