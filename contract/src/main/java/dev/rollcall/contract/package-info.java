/** Abstract suites that every store and every engine must pass. */
@NullMarked
package dev.rollcall.contract;

import org.jspecify.annotations.NullMarked;
