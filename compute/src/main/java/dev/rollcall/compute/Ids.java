package dev.rollcall.compute;

import dev.rollcall.audience.Catalog;

/**
 * The catalog's ids for computations and snapshots, taken many at a time: every write to the
 * catalog makes lookups compile anew, and a run is not worth that.
 */
final class Ids {
  private static final int TAKEN_AT_ONCE = 100;

  private final Catalog catalog;
  private final long[] taken = new long[TAKEN_AT_ONCE];
  private int used = TAKEN_AT_ONCE;

  Ids(Catalog catalog) {
    this.catalog = catalog;
  }

  synchronized long next() {
    if (used == TAKEN_AT_ONCE) {
      catalog.write(tables -> {
        for (int i = 0; i < TAKEN_AT_ONCE; i++) {
          taken[i] = tables.newId();
        }
        return taken;
      });
      used = 0;
    }
    return taken[used++];
  }
}
