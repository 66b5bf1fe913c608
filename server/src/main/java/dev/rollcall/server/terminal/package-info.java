/** What a command says and how it fails. */
@NullMarked
package dev.rollcall.server.terminal;

import org.jspecify.annotations.NullMarked;
