/** The router and the filters, from a request to its response. */
@NullMarked
package dev.rollcall.http;

import org.jspecify.annotations.NullMarked;
