package dev.rollcall.audience.events;

import dev.rollcall.audience.KeptAnswer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Shopping events and products where they are kept.
 *
 * <p>The answer to who brings some may come with them, to be durable with them, both or neither,
 * through every crash. It is for the catalog to keep: whoever brings it puts it there, and the
 * store does for those who could not, before it lets go of it and before it is open again.
 */
public interface EventStore extends ShoppingEvents, AutoCloseable {
  /**
   * Puts products into a retailer's catalogue, in the place of those with the same id; of several
   * with one id the last. Durable when this returns.
   *
   * @param answer of none when there are no products
   */
  void put(long retailerId, Collection<Product> products, Optional<KeptAnswer> answer);

  default void put(long retailerId, Collection<Product> products) {
    put(retailerId, products, Optional.empty());
  }

  /**
   * Adds events, but for those that are there already: an event is known again by its id on its day
   * in UTC. All are durable when this returns, those that were there before too.
   *
   * @param answer asked once, given how many are new; all who add wait for it
   * @return how many were new
   */
  int add(
      long retailerId, Collection<ShoppingEvent> events, IntFunction<Optional<KeptAnswer>> answer);

  default int add(long retailerId, Collection<ShoppingEvent> events) {
    return add(retailerId, events, fresh -> Optional.empty());
  }

  /** Why it takes no events, or empty while it does. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
