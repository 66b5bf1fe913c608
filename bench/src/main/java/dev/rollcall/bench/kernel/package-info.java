/** The hot paths by themselves, measured by JMH: no server, no network, no files. */
@NullMarked
package dev.rollcall.bench.kernel;

import org.jspecify.annotations.NullMarked;
