/**
 * Identifiers in their canonical forms, their digests, and the graph that says which user each
 * belongs to.
 */
@NullMarked
package dev.rollcall.identity;

import org.jspecify.annotations.NullMarked;
