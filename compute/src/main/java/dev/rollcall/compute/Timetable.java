package dev.rollcall.compute;

import dev.rollcall.compute.Computation.Trigger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts a computation at every slot of the {@link Schedule}. When several slots passed at once,
 * because the clock was moved or the server was down, there is one, for the latest. One that failed
 * is started again a minute later, then after two, four and so on, until the next slot comes.
 */
public final class Timetable implements AutoCloseable {
  /** Longest sleep: a machine that slept, or whose clock was set, is noticed after this. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);

  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

  /** Doublings of the first wait: 64 minutes at most, so that a slot is tried a dozen times. */
  private static final int DOUBLINGS = 6;

  private static final Logger LOG = System.getLogger(Timetable.class.getName());

  private final Computations computations;
  private final Clock clock;
  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread;
  private Instant last;

  /** The run of the latest slot, until it succeeded. */
  private @Nullable Computation unfinished;

  private int failures;
  private volatile boolean closed;

  /**
   * Begins to watch the clock. The latest slot is missed when the history has no computation for it
   * that succeeded, unless it lies before the deployment's first start.
   */
  public Timetable(Computations computations, ComputationHistory history, Clock clock) {
    this.computations = computations;
    this.clock = clock;
    Instant now = clock.instant();
    Instant firstStart = history.firstStart(now);
    // A slot of the future is a sandbox's, whose clock was moved and is back.
    this.last =
        history
            .lastScheduled()
            .filter(slot -> slot.isAfter(firstStart) && !slot.isAfter(now))
            .orElse(firstStart);
    this.thread = Thread.ofPlatform().daemon().name("timetable").unstarted(this::watch);
    thread.start();
  }

  /** Looks at the clock now, because it was moved: what is due is queued when this returns. */
  public void wake() {
    startDue();
    wakes.release();
  }

  private void watch() {
    try {
      while (!closed) {
        sleepFrom(startDue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a computation for the latest slot, unless it has had one; gives the time it is now. */
  synchronized Instant startDue() {
    Instant now = clock.instant();
    Instant slot = Schedule.latest(now);
    if (last.isAfter(Schedule.next(now))) {
      // The clock had been far ahead: the slots to come have not been, whatever it said.
      last = slot;
    }
    try {
      if (slot.isAfter(last)) {
        unfinished = computations.start(Trigger.SCHEDULED, slot);
        failures = 0;
        last = slot;
      } else {
        retry(now);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the computation of " + slot + " could not be started yet", e);
    }
    return now;
  }

  private void retry(Instant now) {
    if (unfinished == null) {
      return;
    }
    Computation run = computations.find(unfinished.id()).orElse(unfinished);
    switch (run.state()) {
      case QUEUED, RUNNING -> {}
      case SUCCEEDED -> unfinished = null;
      case FAILED -> {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        if (!now.isBefore(Objects.requireNonNull(run.finishedAt()).plus(wait))) {
          unfinished = computations.start(Trigger.SCHEDULED, run.requestedAt());
          failures++;
        }
      }
    }
  }

  private void sleepFrom(Instant now) throws InterruptedException {
    long left = Duration.between(now, Schedule.next(now)).toMillis() + 1;
    long millis = Math.min(left, LONGEST_SLEEP.toMillis());
    if (wakes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      wakes.drainPermits();
    }
  }

  @Override
  public void close() {
    closed = true;
    wakes.release();
  }
}
