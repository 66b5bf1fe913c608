/** Shopping events: generated, sent to a server, and scanned beside plain DuckDB. */
@NullMarked
package dev.rollcall.bench.events;

import org.jspecify.annotations.NullMarked;
