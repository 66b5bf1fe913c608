package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One thing a shopper did.
 *
 * @param id the retailer's own: the same id again is the same event
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

  /**
   * Whether the event meets all of a definition at a cut-off. What is not known meets no filter.
   *
   * @param product the catalogue's; null when it does not have the event's
   */
  public boolean meets(Definition.Events definition, @Nullable Product product, Instant cutOff) {
    return activity == definition.activity()
        && definition.window().holds(at, cutOff)
        && meetsBrand(definition, product)
        && meetsCategory(definition, product)
        && meetsPrice(definition, product);
  }

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
