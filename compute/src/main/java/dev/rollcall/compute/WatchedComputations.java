package dev.rollcall.compute;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Page;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A history that has its latest changes at hand, so that any number of watchers follow it without a
 * look at where it is kept.
 */
public final class WatchedComputations implements ComputationHistory {
  /** Changes at hand; a watcher that falls further behind reads the history. */
  static final int AT_HAND = 1_000;

  private final ComputationHistory history;
  private final Runnable listener;
  private final Deque<Computation> latest = new ArrayDeque<>();
  private long changes;

  /**
   * @param listener told after each change
   */
  public WatchedComputations(ComputationHistory history, Runnable listener) {
    this.history = history;
    this.listener = listener;
  }

  /**
   * What changed after a point in the sequence of changes.
   *
   * @param next the point to go on from
   * @param complete whether this is all of it
   */
  public record Changes(long next, List<Computation> computations, boolean complete) {}

  /** The changes after a point, in their order; none from {@link Long#MAX_VALUE}. */
  public synchronized Changes changesAfter(long point) {
    long missed = Math.max(0, changes - point);
    List<Computation> found = latest.stream().skip(Math.max(0, latest.size() - missed)).toList();
    return new Changes(changes, found, missed <= latest.size());
  }

  @Override
  public void put(Computation computation) {
    history.put(computation);
    tell(computation);
  }

  @Override
  public void put(Computation computation, KeptAnswer answer) {
    history.put(computation, answer);
    tell(computation);
  }

  @Override
  public void publish(Publication latest, Optional<KeptAnswer> answer) {
    history.publish(latest, answer);
  }

  @Override
  public Publication published() {
    return history.published();
  }

  private void tell(Computation computation) {
    synchronized (this) {
      if (latest.size() == AT_HAND) latest.remove();
      latest.add(computation);
      changes++;
    }
    listener.run();
  }

  @Override
  public Optional<Computation> find(long id) {
    return history.find(id);
  }

  @Override
  public Page<Computation> list(int offset, int limit) {
    return history.list(offset, limit);
  }

  @Override
  public List<Computation> after(long id, int limit) {
    return history.after(id, limit);
  }

  @Override
  public Optional<Instant> lastScheduled() {
    return history.lastScheduled();
  }

  @Override
  public void retainChanges(int count) {
    history.retainChanges(count);
  }

  @Override
  public Instant firstStart(Instant now) {
    return history.firstStart(now);
  }
}
