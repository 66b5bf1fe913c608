package dev.rollcall.audience;

import java.util.List;
import java.util.Optional;

/** Line items of a {@link MemoryCatalog}. */
record MemoryLineItemTable(MemoryRows<LineItem> rows) implements LineItemTable {
  @Override
  public void put(LineItem lineItem) {
    rows.put(lineItem.id(), lineItem);
  }

  @Override
  public Optional<LineItem> find(long id) {
    return rows.find(id);
  }

  @Override
  public List<LineItem> ofRetailer(long retailerId) {
    return rows.list(l -> l.retailerId() == retailerId);
  }

  @Override
  public List<LineItem> list() {
    return rows.all().toList();
  }

  @Override
  public List<Long> targeting(long audienceId) {
    return rows.all()
        .filter(l -> l.targeting().audienceIds().contains(audienceId))
        .map(LineItem::id)
        .toList();
  }
}
