/** The amendment log, the population and the snapshots as checksummed files. */
@NullMarked
package dev.rollcall.storage.file;

import org.jspecify.annotations.NullMarked;
