package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Line items in the catalog. */
public interface LineItemTable {
  /** Adds the line item, or replaces the one with its id, targeting included. */
  void put(LineItem lineItem);

  Optional<LineItem> find(long id);

  /** All line items of a retailer, by ascending id. */
  List<LineItem> ofRetailer(long retailerId);

  /** All line items, by ascending id. */
  List<LineItem> list();

  /** The ids of the line items that target the audience, ascending. */
  List<Long> targeting(long audienceId);
}
