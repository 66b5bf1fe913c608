/** Signing in, and what an application may ask about itself. */
@NullMarked
package dev.rollcall.http.access;

import org.jspecify.annotations.NullMarked;
