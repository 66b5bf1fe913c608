/** Sets of user ordinals: immutable, exact, and the only place that sees a bitmap. */
@NullMarked
package dev.rollcall.members;

import org.jspecify.annotations.NullMarked;
