/**
 * The domain: segments, audiences, contact lists, line items, their rules and use cases, and the
 * ports with their memory implementations.
 */
@NullMarked
package dev.rollcall.audience;

import org.jspecify.annotations.NullMarked;
