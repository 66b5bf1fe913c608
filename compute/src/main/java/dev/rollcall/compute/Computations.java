package dev.rollcall.compute;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.events.EventSegments;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs computations, one at a time and in the order they were asked for, and publishes what they
 * make.
 *
 * <p>A run that fails leaves the published snapshot where it was. Runs that changes start come
 * after those asked for, and are told of only when they fail or find something to publish.
 */
public final class Computations implements AutoCloseable {
  /** Finished computations started by changes that are remembered. */
  public static final int REMEMBERED_CHANGES = 1_000;

  private static final Logger LOG = System.getLogger(Computations.class.getName());
  private static final int PAGE = 500;

  private final Populations populations;
  private final SnapshotStore store;
  private final ComputationHistory history;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final int retainedSnapshots;
  private final SnapshotMaker maker;
  private final Ids ids;
  private final RunQueue queue;
  private final Thread worker;
  private final Object starting = new Object();
  private final Publications publications;

  /**
   * Begins to run: queues again what was asked for by hand and had not begun when the process was
   * killed, marks as failed what else it left unfinished, and looks for changes made since the
   * newest snapshot. When a set is missing that lookups read, everything is computed at once.
   *
   * @param nanoTime nanoseconds of a clock that never jumps, to pace runs with
   * @param retainedSnapshots how many of the newest snapshots are kept; changes make many, so as
   *     many of those made by schedule or by hand are kept besides
   */
  public Computations(
      Catalog catalog,
      Populations populations,
      EventSegments eventSegments,
      SnapshotStore store,
      ComputationHistory history,
      Engine engine,
      Clock clock,
      LongSupplier nanoTime,
      int retainedSnapshots) {
    if (retainedSnapshots < 1) {
      throw new IllegalArgumentException("at least the newest snapshot is kept");
    }
    this.populations = populations;
    this.store = store;
    this.history = history;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.retainedSnapshots = retainedSnapshots;
    this.publications = new Publications(history, store);
    this.maker = new SnapshotMaker(catalog, populations, eventSegments, store, engine);
    this.ids = new Ids(catalog);
    this.queue = new RunQueue(nanoTime);
    this.worker = Thread.ofPlatform().daemon().name("computations").unstarted(this::work);
    takeUp();
    maker.resumeEventSegments();
    if (maker.servedSetsMissing()) {
      start(Trigger.MANUAL);
    }
    queue.changed();
    worker.start();
  }

  /**
   * A run by hand was promised to whoever asked for it, so one that waited waits again; the
   * timetable starts those of its slots anew.
   */
  private void takeUp() {
    Deque<Computation> waiting = new ArrayDeque<>();
    Page<Computation> page;
    int offset = 0;
    do {
      page = history.list(offset, PAGE);
      for (Computation computation : page.items()) {
        boolean queued = computation.state() == State.QUEUED;
        if (queued && computation.trigger() == Trigger.MANUAL) {
          waiting.addFirst(computation);
        } else if (queued || computation.state() == State.RUNNING) {
          history.put(computation.failed(clock.instant(), "interrupted by a restart"));
        }
      }
      offset += PAGE;
    } while (offset < page.total());
    waiting.forEach(queue::add);
  }

  /**
   * Queues a run over everything acknowledged so far. One asked for by hand joins another that
   * waits in the queue, as that will see the same.
   */
  public Computation start(Trigger trigger) {
    return start(trigger, clock.instant());
  }

  /** Queues a run that was due at some time, as {@link #start(Trigger)} does. */
  public Computation start(Trigger trigger, Instant due) {
    return start(trigger, due, history::put);
  }

  /**
   * Queues a run by hand, as {@link #start(Trigger)} does, and keeps what its sender is answered at
   * once: a request that is sent again after a crash finds the run that it started.
   *
   * @param answer told about the run queued; not asked when the request joins another's
   */
  public Computation start(Function<Computation, KeptAnswer> answer) {
    return start(
        Trigger.MANUAL, clock.instant(), queued -> history.put(queued, answer.apply(queued)));
  }

  private Computation start(Trigger trigger, Instant due, Consumer<Computation> put) {
    if (trigger == Trigger.CHANGE) {
      throw new IllegalArgumentException("changes start runs by themselves");
    }
    synchronized (starting) {
      Optional<Computation> waiting =
          trigger == Trigger.MANUAL ? queue.waitingByHand() : Optional.empty();
      return waiting.orElseGet(() -> {
        Computation queued = Computation.queued(ids.next(), trigger, due);
        put.accept(queued);
        queue.add(queued);
        return queued;
      });
    }
  }

  /**
   * Publishes a snapshot that is kept, by hand; returns it, or empty when there is none.
   *
   * @param answer asked for what is to be kept for whoever asks: both are durable, or neither
   */
  public Optional<Snapshot> publish(
      long snapshotId, Function<Snapshot, Optional<KeptAnswer>> answer) {
    try {
      return publications.publish(snapshotId, answer);
    } catch (RuntimeException e) {
      changed(); // whether it is published is found out by the next run
      throw e;
    }
  }

  /**
   * Hints that something changed, once it is applied: what is published follows within about a
   * second, if this concerns it. Costs next to nothing and waits for nothing.
   */
  public void changed() {
    queue.changed();
  }

  public Optional<Computation> find(long id) {
    return history.find(id);
  }

  /** Computations, newest id first. */
  public Page<Computation> list(int offset, int limit) {
    return history.list(offset, limit);
  }

  private void work() {
    try {
      Optional<RunQueue.Next> next = queue.take();
      while (next.isPresent()) {
        try {
          run(next.get());
        } catch (RuntimeException | Error e) {
          // What keeps the history is out of reach; it may be back for the next run.
          LOG.log(Level.ERROR, "a computation could not be recorded", e);
          queue.failed();
        }
        next = queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(RunQueue.Next next) {
    switch (next) {
      case RunQueue.Next.Asked(Computation queued) -> {
        Computation running = queued.running(clock.instant(), populations.position());
        history.put(running);
        run(running);
      }
      case RunQueue.Next.Changes changes -> {
        long began = nanoTime.getAsLong();
        Instant now = clock.instant();
        Computation queued = Computation.queued(ids.next(), Trigger.CHANGE, now);
        if (run(queued.running(now, populations.position()))) {
          queue.ran(began);
        }
      }
    }
  }

  /** Makes the snapshot and publishes it; whether that went well. */
  private boolean run(Computation running) {
    try {
      publish(running);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "computation " + running.id() + " failed", e);
      // The words of an exception are anybody's; the history tells no more than its kind.
      String why = "failed with " + e.getClass().getSimpleName() + "; the log has the details";
      history.put(running.failed(clock.instant(), why));
      queue.failed();
      return false;
    }
    return true;
  }

  private void publish(Computation running) {
    publications.settle();
    SnapshotMaker.Made made = maker.make(running);
    boolean byChange = running.trigger() == Trigger.CHANGE;
    if (byChange && !made.changed()) {
      maker.remember(made);
      return;
    }
    if (byChange && !publications.isPublished(made.published())) {
      changed(); // what was taken over is to come from the snapshot published meanwhile
      return;
    }
    Instant now = clock.instant();
    Snapshot snapshot = new Snapshot(ids.next(), running.id(), now, made.retailers());
    if (byChange) {
      store.saveAhead(snapshot);
      if (!publications.follow(made.published(), snapshot)) {
        publications.forget(snapshot);
        changed();
        return;
      }
    } else {
      store.save(snapshot);
      publications.follow(snapshot);
    }
    maker.remember(made, snapshot);
    history.put(running.succeeded(clock.instant(), made.counts(), snapshot.id()));
    retain();
  }

  private void retain() {
    try {
      Set<Long> kept = new HashSet<>();
      int asked = 0;
      int place = 0;
      for (SnapshotStore.Summary summary : store.list()) {
        boolean byChange =
            history
                .find(summary.computationId())
                .map(computation -> computation.trigger() == Trigger.CHANGE)
                .orElse(true);
        if (place++ < retainedSnapshots || (!byChange && asked < retainedSnapshots)) {
          kept.add(summary.id());
        }
        asked += byChange ? 0 : 1;
      }
      publications.retain(kept);
      history.retainChanges(REMEMBERED_CHANGES);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "old snapshots could not be forgotten", e);
    }
  }

  /** Finishes what was asked for, then stops. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
