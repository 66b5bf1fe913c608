package dev.rollcall.contract;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.Product;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Shopping events, products and definitions by seed. Few products, brands and shoppers, so that
 * events come again, products change, and every filter is met by some.
 */
public final class RandomEvents {
  /** The end of the days that events fall into. */
  public static final Instant NOW = Instant.parse("2030-06-30T12:00:00Z");

  /** Days ago, about the edges of windows: few, since each becomes a file. */
  private static final int[] DAYS = {0, 1, 6, 8, 14, 29, 31, 60, 100, 149, 179, 185};

  private static final int PRODUCTS = 60;
  private static final int SHOPPERS = 300;

  private final SplittableRandom random;

  public RandomEvents(long seed) {
    random = new SplittableRandom(seed);
  }

  public List<ShoppingEvent> events(int count) {
    List<ShoppingEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) events.add(event("e" + random.nextInt(5_000)));
    return events;
  }

  /** The event of an id: always on the same day, otherwise another each time. */
  private ShoppingEvent event(String id) {
    SplittableRandom ofId = new SplittableRandom(id.hashCode());
    Instant day =
        NOW.minus(Duration.ofDays(DAYS[ofId.nextInt(DAYS.length)])).minusSeconds(12 * 3_600);
    int shoppers = 1 + random.nextInt(2);
    long[] keys = new long[2 * shoppers];
    for (int i = 0; i < shoppers; i++) {
      SplittableRandom key = new SplittableRandom(random.nextInt(SHOPPERS));
      keys[2 * i] = key.nextLong();
      keys[2 * i + 1] = key.nextLong();
    }
    return new ShoppingEvent(
        id,
        new IdentifierKeys(keys, shoppers),
        activity(),
        "p" + random.nextInt(PRODUCTS + 5),
        day.plusMillis(random.nextInt(86_400_000)),
        price());
  }

  private ShopperActivity activity() {
    ShopperActivity[] all = ShopperActivity.values();
    return all[random.nextInt(all.length)];
  }

  private OptionalDouble price() {
    return random.nextInt(3) == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(random.nextInt(100) / 10.0);
  }

  public List<Product> products(int count) {
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < count; i++)
      products.add(
          new Product(
              "p" + random.nextInt(PRODUCTS),
              random.nextInt(8) == 0 ? null : "brand '" + random.nextInt(5),
              ids("category,", 7),
              price()));
    return products;
  }

  private Set<String> ids(String prefix, int most) {
    Set<String> ids = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) ids.add(prefix + random.nextInt(most));
    return ids;
  }

  public List<Definition.Events> definitions(int count) {
    LookbackWindow[] windows = LookbackWindow.values();
    List<Definition.Events> definitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double least = random.nextInt(100) / 10.0;
      double more = random.nextInt(50) / 10.0;
      int bounds = random.nextInt(5);
      definitions.add(
          new Definition.Events(
              activity(),
              windows[random.nextInt(windows.length)],
              ids("brand '", 5),
              ids("category,", 7),
              bounds == 1 || bounds == 2 ? OptionalDouble.of(least) : OptionalDouble.empty(),
              bounds == 2 || bounds == 3
                  ? OptionalDouble.of(least + more)
                  : OptionalDouble.empty()));
    }
    return definitions;
  }
}
