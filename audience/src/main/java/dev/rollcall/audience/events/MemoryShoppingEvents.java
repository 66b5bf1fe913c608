package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Shopping events in memory, each asked by itself: what every other store is held against. */
public final class MemoryShoppingEvents implements EventStore {
  private final Map<Long, Store> retailers = new HashMap<>();
  private final Arrivals arrivals = new Arrivals();
  private final Consumer<KeptAnswer> answers;
  private Observer observer = (retailerId, events) -> {};

  /** Keeps no answers: there are none of a process before this one. */
  public MemoryShoppingEvents() {
    this(answer -> {});
  }

  /**
   * @param answers given those that come with events and products
   */
  public MemoryShoppingEvents(Consumer<KeptAnswer> answers) {
    this.answers = answers;
  }

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
  public synchronized void put(
      long retailerId, Collection<Product> products, Optional<KeptAnswer> answer) {
    Store store = store(retailerId);
    products.forEach(product -> store.products.put(product.id(), product));
    store.revision++;
    answer.ifPresent(answers);
  }

  @Override
  public int add(
      long retailerId, Collection<ShoppingEvent> events, IntFunction<Optional<KeptAnswer>> answer) {
    int fresh = arrivals.during(() -> addAndTell(retailerId, events, answer));
    if (fresh < events.size()) arrivals.await();
    return fresh;
  }

  private int addAndTell(
      long retailerId, Collection<ShoppingEvent> events, IntFunction<Optional<KeptAnswer>> answer) {
    List<ShoppingEvent> fresh = new ArrayList<>();
    synchronized (this) {
      Store store = store(retailerId);
      for (ShoppingEvent event : events)
        if (store.events.putIfAbsent(Known.of(event), event) == null) fresh.add(event);
      answer.apply(fresh.size()).ifPresent(answers);
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
