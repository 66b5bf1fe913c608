package dev.rollcall.audience;

import dev.rollcall.identity.Dictionary;
import dev.rollcall.identity.IdentityGraph;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The live populations of all retailers, as the log tells them. */
public final class Populations implements AmendmentLog.Follower {
  private final Map<Long, Population> populations = new ConcurrentHashMap<>();
  private final Supplier<? extends Dictionary> newDictionary;
  private volatile long position;
  private Observer observer = (at, record, effect) -> {};

  /** Who is told of each record as it is applied. */
  @FunctionalInterface
  public interface Observer {
    /** Called by the one thread that applies, in order, before the record's caller is answered. */
    void applied(long position, LogRecord record, Effect effect);
  }

  /**
   * @param newDictionary makes the empty dictionary of a retailer first heard of
   * @param restored populations as checkpoints kept them
   * @param position where to go on in the log: every record up to it is in {@code restored}
   */
  public Populations(
      Supplier<? extends Dictionary> newDictionary,
      Collection<Population> restored,
      long position) {
    this.newDictionary = newDictionary;
    this.position = position;
    for (Population population : restored) populations.put(population.retailerId(), population);
  }

  /** Populations that live in memory only. */
  public static Populations inMemory() {
    return new Populations(dev.rollcall.identity.MemoryDictionary::new, java.util.List.of(), 0);
  }

  /** Tells the observer of every record from the next one on; call it before there are any. */
  public void observe(Observer newObserver) {
    observer = newObserver;
  }

  /** The retailer's population, or empty while nothing is known of it. */
  public Optional<Population> find(long retailerId) {
    return Optional.ofNullable(populations.get(retailerId));
  }

  /** The retailer's population between two records, empty when nothing is known of it. */
  public PopulationView view(long retailerId) {
    return find(retailerId)
        .map(Population::view)
        .orElseGet(() -> PopulationView.empty(retailerId, position));
  }

  public Collection<Population> all() {
    return populations.values();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long furthest() {
    return populations.values().stream()
        .mapToLong(Population::position)
        .reduce(position, Math::max);
  }

  @Override
  public void apply(long recordPosition, LogRecord record) {
    Population population =
        populations.computeIfAbsent(
            record.retailerId(), id -> new Population(id, new IdentityGraph(newDictionary.get())));
    Effect effect = population.apply(recordPosition, record);
    if (effect != null) observer.applied(recordPosition, record, effect);
    position = recordPosition;
  }
}
