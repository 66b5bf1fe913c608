package dev.rollcall.storage.events;

/**
 * The columns of events, in tables and in files alike: one row for each identifier of each event.
 *
 * <p>A key is two integers: as sixteen bytes it took as much room, and a scan of ten million rows
 * up to a third longer. What names are told by are hashes, which a join compares at once; the text
 * of product ids made the same scan half as long again.
 */
final class EventTable {
  static final String COLUMNS = "event_id, key_hi, key_lo, activity, product_key, price, time_ms";

  static final String DEFINITION =
      "event_id BIGINT, key_hi BIGINT, key_lo BIGINT, activity TINYINT, product_key BIGINT,"
          + " price DOUBLE, time_ms BIGINT";

  static final long DAY_MILLIS = 86_400_000;

  private EventTable() {}
}
