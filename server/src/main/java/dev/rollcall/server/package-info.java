/** The program: {@code Main}, its settings, the wiring of everything, and the command line. */
@NullMarked
package dev.rollcall.server;

import org.jspecify.annotations.NullMarked;
