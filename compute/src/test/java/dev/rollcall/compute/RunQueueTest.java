package dev.rollcall.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  private final AtomicLong jumped = new AtomicLong();
  private final RunQueue queue = new RunQueue(this::now);

  @Test
  void a_change_during_a_run_waits_for_the_pause_after_it() throws InterruptedException {
    long began = runWithAChange();
    queue.ran(began);
    checkNothingRunsFor(millis(1_000));
  }

  @Test
  void a_change_during_a_run_that_fails_does_not_start_another_at_once()
      throws InterruptedException {
    runWithAChange();
    queue.failed();
    checkNothingRunsFor(millis(10_000));
  }

  /** A run of a second, in which something changes; gives when it began. */
  private long runWithAChange() throws InterruptedException {
    queue.changed();
    jump(millis(100));
    assertThat(queue.take()).contains(new RunQueue.Next.Changes());
    long began = now();
    queue.changed();
    jump(millis(1_000));
    return began;
  }

  private void checkNothingRunsFor(long pause) throws InterruptedException {
    long ended = now();
    jump(pause - millis(20));
    assertThat(queue.take()).contains(new RunQueue.Next.Changes());
    assertThat(now() - ended).isGreaterThanOrEqualTo(pause - millis(1));
  }

  private long now() {
    return System.nanoTime() + jumped.get();
  }

  private void jump(long nanos) {
    jumped.addAndGet(nanos);
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
