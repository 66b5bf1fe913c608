/** Measured values, the tables they are told in, and the page the tables stand on. */
@NullMarked
package dev.rollcall.bench.report;

import org.jspecify.annotations.NullMarked;
