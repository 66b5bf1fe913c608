package dev.rollcall.server.sandbox;

import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventBatch;
import dev.rollcall.audience.events.Product;
import dev.rollcall.identity.IdentifierType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * The sandbox's made-up products, and what its shoppers did with them in half a year.
 *
 * <p>A product has one of ten shelves as its category, and {@code own-brand} or one of seven others
 * as its brand: {@code P0042}. On a trip a shopper views some products, puts some of them into the
 * cart, and buys some of these. Trips follow from their numbers, so that the same ones come again
 * after a crash, and are known again.
 */
final class Shopping {
  static final int TRIPS = 8_000;

  /** Who goes on trips: those numbered up to this. */
  static final int GO_SHOPPING = 20_000;

  private static final int PRODUCTS = 300;
  private static final long SEED = 20_270_115;
  private static final int DAYS = 180;
  private static final int MOST_VIEWED = 6;
  private static final double INTO_CART = 0.5;
  private static final double BOUGHT = 0.6;

  private static final List<String> SHELVES =
      List.of(
          "bakery",
          "breakfast",
          "coffee",
          "dairy",
          "frozen",
          "household",
          "pasta",
          "snacks",
          "soft-drinks",
          "vegetables");
  private static final List<String> BRANDS =
      List.of(
          "own-brand",
          "bluebird",
          "harvest",
          "millstone",
          "northern",
          "orchard",
          "sunrise",
          "valley");

  private final List<Product> products = new ArrayList<>();
  private final Instant until;

  /**
   * @param until when the half year ends
   */
  Shopping(Instant until) {
    this.until = until;
    Random random = new Random(SEED);
    for (int n = 1; n <= PRODUCTS; n++)
      products.add(
          new Product(
              "P" + "0".repeat(4 - String.valueOf(n).length()) + n,
              BRANDS.get(random.nextInt(BRANDS.size())),
              Set.of(SHELVES.get(n % SHELVES.size())),
              OptionalDouble.of((49 + 50 * random.nextInt(30)) / 100.0)));
  }

  List<Product> products() {
    return products;
  }

  /** What happened on the trips numbered {@code first} up to, not including, {@code end}. */
  EventBatch events(int first, int end) {
    EventBatch events = new EventBatch();
    for (int trip = first; trip < end; trip++) {
      Random random = new Random(SEED + trip);
      String shopper = Shoppers.customerId(1 + random.nextInt(GO_SHOPPING));
      Instant at = until.minusSeconds(random.nextInt((int) Duration.ofDays(DAYS).toSeconds()));
      int viewed = 1 + random.nextInt(MOST_VIEWED);
      for (int i = 0; i < viewed; i++) {
        String product = products.get(random.nextInt(PRODUCTS)).id();
        String id = "trip-" + trip + "-" + i + "-";
        add(events, id, shopper, ShopperActivity.VIEW, product, at);
        if (random.nextDouble() >= INTO_CART) continue;
        add(events, id, shopper, ShopperActivity.ADD_TO_CART, product, at);
        if (random.nextDouble() < BOUGHT)
          add(events, id, shopper, ShopperActivity.BUY, product, at);
      }
    }
    return events;
  }

  private static void add(
      EventBatch events,
      String id,
      String shopper,
      ShopperActivity activity,
      String product,
      Instant at) {
    if (events.identifier(IdentifierType.CUSTOMER_ID, shopper) != null
        || events.event(id + activity.wireName(), activity, product, at, OptionalDouble.empty())
            != null) throw new IllegalStateException("a made-up event is none: " + id);
  }
}
