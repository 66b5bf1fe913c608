/** Whole-system benchmarks: a real server process, and a client beside it on the same machine. */
@NullMarked
package dev.rollcall.bench.system;

import org.jspecify.annotations.NullMarked;
