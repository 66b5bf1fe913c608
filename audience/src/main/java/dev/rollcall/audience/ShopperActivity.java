package dev.rollcall.audience;

import java.util.Arrays;
import java.util.Optional;

/** What a shopper did with a product. */
public enum ShopperActivity {
  VIEW("View"),
  BUY("Buy"),
  ADD_TO_CART("AddToCart");

  private final String wireName;

  ShopperActivity(String wireName) {
    this.wireName = wireName;
  }

  /** The name as the API spells it. */
  public String wireName() {
    return wireName;
  }

  public static Optional<ShopperActivity> parse(String name) {
    return Arrays.stream(values()).filter(a -> a.wireName.equalsIgnoreCase(name)).findFirst();
  }
}
