package dev.rollcall.audience.events;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.KeySecrets;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.Retailer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** Imports a retailer's products and shopping events. */
public final class EventImports {
  private final EventStore store;
  private final KeySecrets secrets;
  private final Duration retention;
  private final Clock clock;
  private final LongAdder refused = new LongAdder();

  /**
   * @param retention how long after its time an event is kept
   */
  public EventImports(EventStore store, KeySecrets secrets, Duration retention, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.retention = retention;
    this.clock = clock;
  }

  /** The time before which an event is too old to be kept. */
  public Instant oldest() {
    return clock.instant().minus(retention);
  }

  /** The time after which an event has not happened yet. */
  public Instant newest() {
    return LookbackWindow.cutOff(clock.instant());
  }

  /** Tells of events that were given and could not be understood. */
  public void refuse(long events) {
    refused.add(events);
  }

  /** How many events could not be understood since the process began. */
  public long refused() {
    return refused.sum();
  }

  /**
   * Puts products into the catalogue, in the place of those with the same id, durably.
   *
   * @param answer durable with them
   */
  public void put(Retailer retailer, Collection<Product> products, Optional<KeptAnswer> answer) {
    store.put(retailer.id(), products, answer);
  }

  /**
   * Adds events durably; returns how many were not there before.
   *
   * @param answer asked once, given how many these are, and durable with them
   */
  public int add(Retailer retailer, EventBatch batch, IntFunction<Optional<KeptAnswer>> answer) {
    return store.add(retailer.id(), batch.seal(secrets.of(retailer)), answer);
  }
}
