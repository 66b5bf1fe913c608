/** JSON as the wire has it: read leniently, written exactly. */
@NullMarked
package dev.rollcall.http.json;

import org.jspecify.annotations.NullMarked;
