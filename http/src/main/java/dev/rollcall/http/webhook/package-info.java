/** Carries messages to the addresses that accounts gave, and to no others. */
@NullMarked
package dev.rollcall.http.webhook;

import org.jspecify.annotations.NullMarked;
