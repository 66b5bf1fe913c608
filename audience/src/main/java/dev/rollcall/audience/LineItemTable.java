package dev.rollcall.audience;

import java.util.List;

/** Line items in the catalog. Their ids are those of their account's own systems. */
public interface LineItemTable {
  /** Adds the line item, or replaces the one of its account with its id, targeting included. */
  void put(LineItem lineItem);

  /** The line items with the id, one an account at most, by ascending account. */
  List<LineItem> withId(long id);

  /** All line items of a retailer, by ascending id, then account. */
  List<LineItem> ofRetailer(long retailerId);

  /** All line items, by ascending id, then account. */
  List<LineItem> list();

  /** The ids of the line items that target the audience, ascending. */
  List<Long> targeting(long audienceId);
}
