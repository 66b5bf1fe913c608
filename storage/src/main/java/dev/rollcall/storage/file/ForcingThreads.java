package dev.rollcall.storage.file;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that wait for the disk, so that who writes need not. The disk takes many files at once in
 * a sixth of the time it takes for one after the other. They end when there was nothing to do for a
 * while.
 */
final class ForcingThreads {
  private static final Logger LOG = LoggerFactory.getLogger(ForcingThreads.class);
  private static final int AT_ONCE = 16;

  /** Files that may wait; who brings more forces one of its own. */
  private static final int WAITING = 1_024;

  private static final int IDLE_SECONDS = 5;

  /** What makes something durable. */
  interface Work {
    void run() throws IOException;
  }

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("forcing-", 0).factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  private final Phaser running = new Phaser(1);

  ForcingThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** Does the work soon. That it failed is for the log: who must know tries again by itself. */
  void begin(Work work) {
    running.register();
    threads.execute(() -> {
      try {
        work.run();
      } catch (IOException e) {
        LOG.warn("a file is not durable yet: {}", e.toString());
      } finally {
        running.arriveAndDeregister();
      }
    });
  }

  /** Waits until all work begun is done or has failed. */
  void await() {
    running.arriveAndAwaitAdvance();
  }
}
