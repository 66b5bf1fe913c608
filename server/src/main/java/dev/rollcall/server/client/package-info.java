/** The commands that are clients of the API. */
@NullMarked
package dev.rollcall.server.client;

import org.jspecify.annotations.NullMarked;
