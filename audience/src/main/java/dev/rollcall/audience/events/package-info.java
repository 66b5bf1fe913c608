/** Shopping events, and whom they put into which segment. */
@NullMarked
package dev.rollcall.audience.events;

import org.jspecify.annotations.NullMarked;
