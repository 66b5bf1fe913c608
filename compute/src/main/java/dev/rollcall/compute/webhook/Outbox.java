package dev.rollcall.compute.webhook;

import dev.rollcall.compute.Pulse;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Looks at every pulse for what happened and for what is due. Nothing is in its memory that is not
 * in the store: a process that is killed goes on where it was.
 */
public final class Outbox implements AutoCloseable {
  /** How long what was delivered or given up is told of. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** Deliveries that may be open for one webhook; one that is so far behind is disabled. */
  public static final int OPEN = 100_000;

  private static final Duration BETWEEN_TIDYINGS = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Logger LOG = System.getLogger(Outbox.class.getName());

  private final Pulse pulse;
  private final WebhookStore store;
  private final Feed feed;
  private final Dispatch dispatch;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean closed;
  private Instant tidied = Instant.EPOCH;

  Outbox(Pulse pulse, WebhookStore store, Feed feed, Dispatch dispatch, Clock clock) {
    this.pulse = pulse;
    this.store = store;
    this.feed = feed;
    this.dispatch = dispatch;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("webhooks").unstarted(this::work);
    thread.start();
  }

  private void work() {
    try {
      boolean goesOn = true;
      while (goesOn && !closed) {
        long beat = pulse.latest();
        boolean more = round();
        goesOn = more || pulse.awaitAfter(beat);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Notes a part of what happened and begins to send; whether there may be more to note. */
  private boolean round() {
    try {
      boolean more = feed.advance();
      Instant now = clock.instant();
      if (store.nextDue().filter(next -> !next.isAfter(now)).isPresent()) dispatch.start();
      if (Duration.between(tidied, now).compareTo(BETWEEN_TIDYINGS) > 0) tidy(now);
      return more;
    } catch (RuntimeException e) {
      if (!closed) LOG.log(Level.WARNING, "webhooks wait: they will be looked at again", e);
      return false;
    }
  }

  private void tidy(Instant now) {
    tidied = now;
    store.forget(now.minus(KEPT));
    for (Webhook webhook : store.all()) {
      if (webhook.disabled().isPresent() || store.open(webhook.id()) <= OPEN) continue;
      store.disable(webhook.id(), new Disabled(now, "more than " + OPEN + " deliveries were open"));
    }
  }

  /** Begins nothing more; what is on its way is sent again by the next process, if need be. */
  @Override
  public void close() {
    closed = true;
    dispatch.close();
    thread.interrupt();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
