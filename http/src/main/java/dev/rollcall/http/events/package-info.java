/** Server-sent events: answers that go on for as long as there is something to tell. */
@NullMarked
package dev.rollcall.http.events;

import org.jspecify.annotations.NullMarked;
