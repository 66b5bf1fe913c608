/** The published OpenAPI documents, and the exchanges of tests held to them. */
@NullMarked
package dev.rollcall.contract.published;

import org.jspecify.annotations.NullMarked;
