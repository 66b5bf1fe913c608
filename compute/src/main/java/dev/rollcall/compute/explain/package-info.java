/** Why a shopper is in an audience or is not, and who asked. */
@NullMarked
package dev.rollcall.compute.explain;

import org.jspecify.annotations.NullMarked;
