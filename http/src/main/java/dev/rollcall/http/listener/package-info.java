/** The network: connections, and what is read from and written to them, on a few threads. */
@NullMarked
package dev.rollcall.http.listener;

import org.jspecify.annotations.NullMarked;
