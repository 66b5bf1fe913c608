/** The wire: records and routes of the public API. */
@NullMarked
package dev.rollcall.http.v1;

import org.jspecify.annotations.NullMarked;
