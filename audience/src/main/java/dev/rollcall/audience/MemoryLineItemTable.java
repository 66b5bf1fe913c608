package dev.rollcall.audience;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Line items of a {@link MemoryCatalog}, under numbers that nobody sees. */
record MemoryLineItemTable(MemoryRows<Row> rows) implements LineItemTable {
  private static final Comparator<LineItem> ORDER =
      Comparator.comparingLong(LineItem::id).thenComparingLong(LineItem::accountId);

  /** A line item under its number. */
  record Row(long number, LineItem lineItem) {}

  @Override
  public void put(LineItem lineItem) {
    long number =
        rows.all()
            .filter(row -> ORDER.compare(row.lineItem, lineItem) == 0)
            .mapToLong(Row::number)
            .findFirst()
            .orElseGet(() -> 1 + rows.all().mapToLong(Row::number).max().orElse(0));
    rows.put(number, new Row(number, lineItem));
  }

  @Override
  public List<LineItem> withId(long id) {
    return list(lineItem -> lineItem.id() == id);
  }

  @Override
  public List<LineItem> ofRetailer(long retailerId) {
    return list(lineItem -> lineItem.retailerId() == retailerId);
  }

  @Override
  public List<LineItem> list() {
    return list(lineItem -> true);
  }

  @Override
  public List<Long> targeting(long audienceId) {
    return list(lineItem -> lineItem.targeting().audienceIds().contains(audienceId)).stream()
        .map(LineItem::id)
        .toList();
  }

  private List<LineItem> list(Predicate<LineItem> wanted) {
    return rows.all().map(Row::lineItem).filter(wanted).sorted(ORDER).toList();
  }
}
