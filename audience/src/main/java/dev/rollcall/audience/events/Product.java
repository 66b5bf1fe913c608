package dev.rollcall.audience.events;

import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product of a retailer's catalogue.
 *
 * @param brandId null when it is not known
 * @param price of one of it, in the retailer's currency; empty when it is not known
 */
public record Product(
    String id, @Nullable String brandId, Set<String> categoryIds, OptionalDouble price) {
  public Product {
    categoryIds = Set.copyOf(categoryIds);
  }
}
