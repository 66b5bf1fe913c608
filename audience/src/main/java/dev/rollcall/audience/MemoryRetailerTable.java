package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Retailers of a {@link MemoryCatalog}. */
record MemoryRetailerTable(MemoryRows<Retailer> rows) implements RetailerTable {
  @Override
  public void put(Retailer retailer) {
    rows.put(retailer.id(), retailer);
  }

  @Override
  public Optional<Retailer> find(long id) {
    return rows.find(id);
  }

  @Override
  public List<Retailer> list() {
    return rows.all().toList();
  }
}
