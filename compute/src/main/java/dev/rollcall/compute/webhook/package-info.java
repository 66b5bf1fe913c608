/** Webhooks: what happened, told to the addresses that accounts gave, at least once. */
@NullMarked
package dev.rollcall.compute.webhook;

import org.jspecify.annotations.NullMarked;
