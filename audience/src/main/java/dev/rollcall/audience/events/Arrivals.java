package dev.rollcall.audience.events;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Who is adding events of a retailer and has not told the observer of them yet. An event that was
 * there already may be one of theirs: whoever brings it again waits for them, since its
 * acknowledgement too says that it shows.
 */
public final class Arrivals {
  private final AtomicLong begun = new AtomicLong();
  private final Map<Long, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  /** Adds events and tells of those that are new. */
  public <T> T during(Supplier<T> adding) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    long number = begun.incrementAndGet();
    underWay.put(number, mine);
    try {
      return adding.get();
    } finally {
      underWay.remove(number);
      mine.complete(null);
    }
  }

  /** Waits for all that are under way now, and for none that begin meanwhile. */
  public void await() {
    for (CompletableFuture<Void> other : List.copyOf(underWay.values())) other.join();
  }
}
