package dev.rollcall.audience.history;

import java.util.OptionalLong;

/**
 * What changing a list back comes to.
 *
 * @param operation the one that did it; empty when it was only asked for, or nothing changed
 * @param added identifiers put on the list
 * @param removed identifiers taken off it
 * @param sizeBefore identifiers on the list when it was worked out
 * @param sizeAfter identifiers on the list with these changes
 */
public record Revision(
    OptionalLong operation, long added, long removed, long sizeBefore, long sizeAfter) {}
