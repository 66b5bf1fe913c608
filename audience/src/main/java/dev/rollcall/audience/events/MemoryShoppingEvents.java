package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shopping events in memory, each asked by itself: what every other store is held against. */
public final class MemoryShoppingEvents implements EventStore {
  private final Map<Long, Store> retailers = new HashMap<>();
  private final Arrivals arrivals = new Arrivals();
  private Observer observer = (retailerId, events) -> {};

  private static final class Store {
    private final Map<String, Product> products = new HashMap<>();
    private final Map<Known, ShoppingEvent> events = new LinkedHashMap<>();
    private long revision;
  }

  /** What an event is known again by. */
  private record Known(String id, long day) {
    static Known of(ShoppingEvent event) {
      return new Known(event.id(), event.day());
    }
  }

  private synchronized Store store(long retailerId) {
    return retailers.computeIfAbsent(retailerId, id -> new Store());
  }

  @Override
  public synchronized void put(long retailerId, Collection<Product> products) {
    Store store = store(retailerId);
    products.forEach(product -> store.products.put(product.id(), product));
    store.revision++;
  }

  @Override
  public int add(long retailerId, Collection<ShoppingEvent> events) {
    int fresh = arrivals.during(() -> addAndTell(retailerId, events));
    if (fresh < events.size()) arrivals.await();
    return fresh;
  }

  private int addAndTell(long retailerId, Collection<ShoppingEvent> events) {
    List<ShoppingEvent> fresh = new ArrayList<>();
    synchronized (this) {
      Store store = store(retailerId);
      for (ShoppingEvent event : events)
        if (store.events.putIfAbsent(Known.of(event), event) == null) fresh.add(event);
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
        .map(definition -> ShoppingEvent.shoppers(events, products, definition, cutOff))
        .toList();
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
