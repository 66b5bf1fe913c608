/**
 * Computations: the plan of a run, resolving, the algebra by block, snapshots, the schedule, and
 * the local engine.
 */
@NullMarked
package dev.rollcall.compute;

import org.jspecify.annotations.NullMarked;
