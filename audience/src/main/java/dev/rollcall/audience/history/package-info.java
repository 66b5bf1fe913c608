/** What happened to contact lists, told and undone: operations, restored and replaced lists. */
@NullMarked
package dev.rollcall.audience.history;

import org.jspecify.annotations.NullMarked;
