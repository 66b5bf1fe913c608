/**
 * The same work done by other systems, each started, tuned as its own documentation advises, and
 * stopped again.
 */
@NullMarked
package dev.rollcall.bench.peer;

import org.jspecify.annotations.NullMarked;
