package dev.rollcall.storage.sql;

import dev.rollcall.audience.CatalogUnavailable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for writes made by other processes, often enough to notice each within a second. */
final class VersionWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(VersionWatch.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("catalog-watch").factory());
  private final Runnable look;
  private boolean reached = true;

  VersionWatch(Runnable look) {
    this.look = look;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::lookOnce, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookOnce() {
    try {
      look.run();
      if (!reached) LOG.info("the catalog's database is back");
      reached = true;
    } catch (CatalogUnavailable e) {
      if (reached) LOG.warn("the catalog's database cannot be reached", e);
      reached = false;
    } catch (RuntimeException e) {
      if (!thread.isShutdown()) LOG.error("cannot tell the catalog's version", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
