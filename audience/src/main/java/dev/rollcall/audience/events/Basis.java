package dev.rollcall.audience.events;

/**
 * What users were found from, beside the events themselves: with another one the same events may
 * have other users.
 *
 * @param revision of the retailer's products
 * @param links how often the retailer's identity graph had learned
 */
record Basis(long revision, long links) {}
