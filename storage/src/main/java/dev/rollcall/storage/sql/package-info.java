/** The catalog in SQL, on SQLite or PostgreSQL. */
@NullMarked
package dev.rollcall.storage.sql;

import org.jspecify.annotations.NullMarked;
