package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shopping events in memory, each asked by itself: what every other store is held against. */
public final class MemoryShoppingEvents implements ShoppingEvents {
  private final Map<Long, Store> retailers = new HashMap<>();
  private Observer observer = (retailerId, events) -> {};

  private static final class Store {
    private final Map<String, Product> products = new HashMap<>();
    private final Map<String, ShoppingEvent> events = new LinkedHashMap<>();
    private long revision;
  }

  private record Key(long hi, long lo) {}

  private synchronized Store store(long retailerId) {
    return retailers.computeIfAbsent(retailerId, id -> new Store());
  }

  /** Puts products into a retailer's catalogue, in the place of those with the same id. */
  public synchronized void put(long retailerId, Collection<Product> products) {
    Store store = store(retailerId);
    products.forEach(product -> store.products.put(product.id(), product));
    store.revision++;
  }

  /** Adds events, but for those whose id is there already; returns how many were new. */
  public int add(long retailerId, Collection<ShoppingEvent> events) {
    List<ShoppingEvent> fresh = new ArrayList<>();
    synchronized (this) {
      Store store = store(retailerId);
      for (ShoppingEvent event : events)
        if (store.events.putIfAbsent(event.id(), event) == null) fresh.add(event);
    }
    if (!fresh.isEmpty())
      observer.arrived(
          retailerId, (definitions, cutOff) -> ask(retailerId, fresh, definitions, cutOff));
    return fresh.size();
  }

  @Override
  public Source of(long retailerId) {
    return (definitions, cutOff) ->
        ask(retailerId, store(retailerId).events.values(), definitions, cutOff);
  }

  private synchronized List<IdentifierKeys> ask(
      long retailerId,
      Collection<ShoppingEvent> events,
      List<Definition.Events> definitions,
      Instant cutOff) {
    Map<String, Product> products = store(retailerId).products;
    return definitions.stream()
        .map(
            definition -> {
              Set<Key> keys = new LinkedHashSet<>();
              for (ShoppingEvent event : events)
                if (event.meets(definition, products.get(event.productId()), cutOff))
                  for (int i = 0; i < event.shopper().size(); i++)
                    keys.add(new Key(event.shopper().hi(i), event.shopper().lo(i)));
              return packed(keys);
            })
        .toList();
  }

  private static IdentifierKeys packed(Set<Key> keys) {
    long[] packed = new long[2 * keys.size()];
    int at = 0;
    for (Key key : keys) {
      packed[at++] = key.hi();
      packed[at++] = key.lo();
    }
    return new IdentifierKeys(packed, keys.size());
  }

  @Override
  public synchronized long revision(long retailerId) {
    return store(retailerId).revision;
  }

  @Override
  public void observe(Observer newObserver) {
    observer = newObserver;
  }
}
