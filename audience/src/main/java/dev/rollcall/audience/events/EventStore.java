package dev.rollcall.audience.events;

import java.util.Collection;
import java.util.Optional;

/** Shopping events and products where they are kept. */
public interface EventStore extends ShoppingEvents, AutoCloseable {
  /**
   * Puts products into a retailer's catalogue, in the place of those with the same id; of several
   * with one id the last. Durable when this returns.
   */
  void put(long retailerId, Collection<Product> products);

  /**
   * Adds events, but for those that are there already: an event is known again by its id on its day
   * in UTC. All are durable when this returns, those that were there before too.
   *
   * @return how many were new
   */
  int add(long retailerId, Collection<ShoppingEvent> events);

  /** Why it takes no events, or empty while it does. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
