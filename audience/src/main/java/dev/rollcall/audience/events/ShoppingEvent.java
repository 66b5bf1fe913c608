package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing a shopper did.
 *
 * @param id tells the event again on its day; never the retailer's own in plain, which may be the
 *     number of somebody's order
 * @param shopper sealed keys of the shopper's identifiers, one at least
 * @param price what it was at; empty for the product's
 */
public record ShoppingEvent(
    String id,
    IdentifierKeys shopper,
    ShopperActivity activity,
    String productId,
    Instant at,
    OptionalDouble price) {

  /** The event's own day in UTC, as days since 1970. */
  public long day() {
    return Math.floorDiv(at.getEpochSecond(), 86_400);
  }

  /**
   * Whether the event meets all of a definition at a cut-off. What is not known meets no filter.
   *
   * @param product the catalogue's; null when it does not have the event's
   */
  public boolean meets(Definition.Events definition, @Nullable Product product, Instant cutOff) {
    return meets(definition, product, definition.window().after(cutOff), cutOff);
  }

  private boolean meets(
      Definition.Events definition, @Nullable Product product, Instant after, Instant cutOff) {
    return activity == definition.activity()
        && at.isAfter(after)
        && !at.isAfter(cutOff)
        && meetsBrand(definition, product)
        && meetsCategory(definition, product)
        && meetsPrice(definition, product);
  }

  /** The distinct keys of the shoppers of whom one of the events meets a definition. */
  public static IdentifierKeys shoppers(
      Iterable<ShoppingEvent> events,
      Map<String, Product> products,
      Definition.Events definition,
      Instant cutOff) {
    Set<Key> keys = new LinkedHashSet<>();
    Instant after = definition.window().after(cutOff);
    for (ShoppingEvent event : events)
      if (event.meets(definition, products.get(event.productId), after, cutOff))
        for (int i = 0; i < event.shopper.size(); i++)
          keys.add(new Key(event.shopper.hi(i), event.shopper.lo(i)));
    long[] packed = new long[2 * keys.size()];
    int at = 0;
    for (Key key : keys) {
      packed[at++] = key.hi;
      packed[at++] = key.lo;
    }
    return new IdentifierKeys(packed, keys.size());
  }

  private record Key(long hi, long lo) {}

  private static boolean meetsBrand(Definition.Events definition, @Nullable Product product) {
    if (definition.brandIds().isEmpty()) return true;
    return product != null
        && product.brandId() != null
        && definition.brandIds().contains(product.brandId());
  }

  private static boolean meetsCategory(Definition.Events definition, @Nullable Product product) {
    if (definition.categoryIds().isEmpty()) return true;
    return product != null
        && product.categoryIds().stream().anyMatch(definition.categoryIds()::contains);
  }

  private boolean meetsPrice(Definition.Events definition, @Nullable Product product) {
    if (definition.minPrice().isEmpty() && definition.maxPrice().isEmpty()) return true;
    OptionalDouble known = price.isPresent() || product == null ? price : product.price();
    return known.isPresent()
        && known.getAsDouble() >= definition.minPrice().orElse(0)
        && known.getAsDouble() <= definition.maxPrice().orElse(Double.MAX_VALUE);
  }
}
