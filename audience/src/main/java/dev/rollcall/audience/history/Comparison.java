package dev.rollcall.audience.history;

/**
 * How a list differs between two moments.
 *
 * @param from the last operation before the first moment, 0 when there was none
 * @param to the last operation before the second moment, 0 when there was none
 * @param added identifiers that are on the list at the second moment alone
 * @param removed identifiers that are on the list at the first moment alone
 */
public record Comparison(
    long from, long to, long added, long removed, long sizeBefore, long sizeAfter) {}
