package dev.rollcall.compute;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Page;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A history that is forgotten with the process; for tests and tries. */
public final class MemoryComputationHistory implements ComputationHistory {
  private final NavigableMap<Long, Computation> computations = new ConcurrentSkipListMap<>();
  private final Catalog answers;
  private volatile Publication published = Publication.NONE;
  private @Nullable Instant firstStart;

  /**
   * @param answers where answers are kept
   */
  public MemoryComputationHistory(Catalog answers) {
    this.answers = answers;
  }

  @Override
  public void put(Computation computation) {
    computations.put(computation.id(), computation);
  }

  @Override
  public void put(Computation computation, KeptAnswer answer) {
    answers.count(tables -> {
      tables.answers().put(answer);
      return computations.put(computation.id(), computation);
    });
  }

  @Override
  public void publish(Publication latest, Optional<KeptAnswer> answer) {
    answers.count(tables -> {
      answer.ifPresent(tables.answers()::put);
      published = latest;
      return latest;
    });
  }

  @Override
  public Publication published() {
    return published;
  }

  @Override
  public Optional<Computation> find(long id) {
    return Optional.ofNullable(computations.get(id));
  }

  @Override
  public Page<Computation> list(int offset, int limit) {
    return new Page<>(
        computations.descendingMap().values().stream().skip(offset).limit(limit).toList(),
        computations.size());
  }

  @Override
  public List<Computation> after(long id, int limit) {
    return computations.tailMap(id, false).values().stream().limit(limit).toList();
  }

  @Override
  public Optional<Instant> lastScheduled() {
    return computations.values().stream()
        .filter(c -> c.trigger() == Trigger.SCHEDULED && c.state() == State.SUCCEEDED)
        .map(Computation::requestedAt)
        .max(Comparator.naturalOrder());
  }

  @Override
  public void retainChanges(int count) {
    computations.descendingMap().values().stream()
        .filter(c -> c.trigger() == Trigger.CHANGE && c.finishedAt() != null)
        .skip(count)
        .map(Computation::id)
        .toList()
        .forEach(computations::remove);
  }

  @Override
  public synchronized Instant firstStart(Instant now) {
    if (firstStart == null) {
      firstStart = now;
    }
    return firstStart;
  }
}
