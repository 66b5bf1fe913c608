/** What the machine itself charges for the steps that everything else is made of. */
@NullMarked
package dev.rollcall.bench.machine;

import org.jspecify.annotations.NullMarked;
