package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Retailers in the catalog. */
public interface RetailerTable {
  /** Adds the retailer, or replaces the one with its id. */
  void put(Retailer retailer);

  Optional<Retailer> find(long id);

  /** All retailers, by ascending id. */
  List<Retailer> list();
}
