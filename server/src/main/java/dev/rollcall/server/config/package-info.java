/** Every setting of a server, from one file and the environment. */
@NullMarked
package dev.rollcall.server.config;

import org.jspecify.annotations.NullMarked;
