package dev.rollcall.audience.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.identity.IdentifierKeys;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What shoppers did at retailers. An event is taken together with the product as the catalogue has
 * it when asked, so it does not matter which of the two is imported first.
 */
public interface ShoppingEvents {
  /** Some events of one retailer. */
  @FunctionalInterface
  interface Source {
    /**
     * For each definition, in order, the sealed keys of the shoppers of whom an event {@link
     * ShoppingEvent#meets} it, each key once, in any order. Reads the events once for all
     * definitions, and only those inside the longest window. Each may be made when it is got, as
     * all together take much more.
     *
     * @param cutOff as {@link LookbackWindow#cutOff} says
     */
    List<IdentifierKeys> shoppers(List<Definition.Events> definitions, Instant cutOff);

    /**
     * The same for somebody who may not want to know any more, and is not waited for then.
     *
     * @param obsolete asked again and again while events are read
     * @throws java.util.concurrent.CancellationException when that is so
     */
    default List<IdentifierKeys> shoppers(
        List<Definition.Events> definitions, Instant cutOff, BooleanSupplier obsolete) {
      return shoppers(definitions, cutOff);
    }
  }

  /** Who is told of new events. */
  @FunctionalInterface
  interface Observer {
    /**
     * Called with events that were not there before, once they are durable and before they are
     * acknowledged: whoever asks {@link ShoppingEvents#of} from now on is told of them too. Several
     * threads may call it.
     */
    void arrived(long retailerId, Source events);
  }

  /** All events of the retailer that are durable when {@link Source#shoppers} is called. */
  Source of(long retailerId);

  /**
   * Another number whenever events that were there before may meet other definitions than they did,
   * as after an import of products. Costs next to nothing.
   */
  long revision(long retailerId);

  /** Tells the observer of all events from now on; to be called before any arrive. */
  void observe(Observer observer);
}
