/**
 * The retail-media API: segments, contact lists, audiences and targeting as connectors know them.
 */
@NullMarked
package dev.rollcall.http.retailmedia;

import org.jspecify.annotations.NullMarked;
