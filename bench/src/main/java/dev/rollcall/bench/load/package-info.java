/** What sends requests to a server and takes as little of the machine for it as it can. */
@NullMarked
package dev.rollcall.bench.load;

import org.jspecify.annotations.NullMarked;
