package dev.rollcall.server;

import dev.rollcall.audience.AmendmentLog;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.Product;
import dev.rollcall.audience.events.ShoppingEvent;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Tells that something changed that is computed from: a list, an identity graph, a segment, an
 * audience, shopping events and products. What is told is set once everything is there; before,
 * nobody needs to know.
 */
final class ChangeSignal {
  private volatile Runnable listener = () -> {};

  void tell(Runnable newListener) {
    listener = newListener;
  }

  /** The follower, telling of each record it applied. */
  AmendmentLog.Follower telling(AmendmentLog.Follower follower) {
    return new AmendmentLog.Follower() {
      @Override
      public long position() {
        return follower.position();
      }

      @Override
      public long furthest() {
        return follower.furthest();
      }

      @Override
      public void apply(long position, LogRecord record) {
        follower.apply(position, record);
        listener.run();
      }
    };
  }

  /** The events, telling of what was brought to them. */
  EventStore telling(EventStore events) {
    return new EventStore() {
      @Override
      public void put(long retailerId, Collection<Product> products, Optional<KeptAnswer> answer) {
        events.put(retailerId, products, answer);
        listener.run();
      }

      @Override
      public int add(
          long retailerId,
          Collection<ShoppingEvent> more,
          IntFunction<Optional<KeptAnswer>> answer) {
        boolean changed = true; // as they may be durable, and not seen, when this fails
        try {
          int added = events.add(retailerId, more, answer);
          changed = added > 0;
          return added;
        } finally {
          if (changed) listener.run();
        }
      }

      @Override
      public Source of(long retailerId) {
        return events.of(retailerId);
      }

      @Override
      public long revision(long retailerId) {
        return events.revision(retailerId);
      }

      @Override
      public void observe(Observer observer) {
        events.observe(observer);
      }

      @Override
      public Optional<String> failure() {
        return events.failure();
      }

      @Override
      public void close() {
        events.close();
      }
    };
  }

  /** The catalog, telling of each write; for use cases, as computations write to it themselves. */
  Catalog telling(Catalog catalog) {
    return new Catalog() {
      @Override
      public <T> T read(Function<Tables, T> work) {
        return catalog.read(work);
      }

      @Override
      public <T> T write(Function<Tables, T> work) {
        T result = catalog.write(work);
        listener.run();
        return result;
      }

      @Override
      public <T> T count(Function<Tables, T> work) {
        return catalog.count(work);
      }

      @Override
      public long version() {
        return catalog.version();
      }

      @Override
      public void close() {
        catalog.close();
      }
    };
  }
}
