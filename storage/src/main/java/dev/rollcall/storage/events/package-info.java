/** Shopping events and products as Parquet files, scanned by DuckDB. */
@NullMarked
package dev.rollcall.storage.events;

import org.jspecify.annotations.NullMarked;
