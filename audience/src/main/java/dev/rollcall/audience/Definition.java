package dev.rollcall.audience;

import dev.rollcall.identity.IdentifierType;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** What makes a shopper a member of a segment. */
public sealed interface Definition {
  /** The shoppers on a list of identifiers of one type; the type never changes. */
  record ContactList(IdentifierType identifierType) implements Definition {}

  /**
   * The shoppers who did something with a product of some kind not long ago: of whom one and the
   * same event meets all of this.
   *
   * @param window how long ago at most, before the cut-off of a computation
   * @param brandIds any of these brands; none for all
   * @param categoryIds any of these categories; none for all
   * @param minPrice the least price, included; empty for any, even unknown
   * @param maxPrice the greatest price, included; empty for any, even unknown
   */
  record Events(
      ShopperActivity activity,
      LookbackWindow window,
      Set<String> brandIds,
      Set<String> categoryIds,
      OptionalDouble minPrice,
      OptionalDouble maxPrice)
      implements Definition {
    /** Brands or categories that one definition may name. */
    public static final int MAX_IDS = 1_000;

    /** The length of a brand's, category's or product's id in UTF-16 units, at most. */
    public static final int MAX_ID_LENGTH = 256;

    public Events {
      brandIds = ids(brandIds);
      categoryIds = ids(categoryIds);
      price(minPrice);
      price(maxPrice);
      if (!inOrder(minPrice, maxPrice))
        throw new IllegalArgumentException("the least price is above the greatest");
    }

    /** Whether a least price is not above a greatest, where there are both. */
    public static boolean inOrder(OptionalDouble minPrice, OptionalDouble maxPrice) {
      return minPrice.orElse(0) <= maxPrice.orElse(Double.MAX_VALUE);
    }

    /** Sorted, so that equal definitions are written alike. */
    private static Set<String> ids(Set<String> given) {
      if (given.size() > MAX_IDS)
        throw new IllegalArgumentException("more than " + MAX_IDS + " ids");
      for (String id : given)
        if (id.isBlank() || id.length() > MAX_ID_LENGTH)
          throw new IllegalArgumentException("an id is blank or too long");
      return Collections.unmodifiableSet(new TreeSet<>(given));
    }

    private static void price(OptionalDouble price) {
      price.ifPresent(p -> {
        if (!(p >= 0 && p <= Double.MAX_VALUE))
          throw new IllegalArgumentException("a price is a number from 0");
      });
    }
  }
}
