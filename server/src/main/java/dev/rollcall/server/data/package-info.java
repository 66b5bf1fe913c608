/** The folder a server keeps everything in, and the secret that makes it of use. */
@NullMarked
package dev.rollcall.server.data;

import org.jspecify.annotations.NullMarked;
