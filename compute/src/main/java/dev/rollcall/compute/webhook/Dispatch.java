package dev.rollcall.compute.webhook;

import dev.rollcall.compute.webhook.Delivery.Attempt;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.compute.webhook.Webhook.Earlier;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;
import java.util.function.DoubleSupplier;

/**
 * Sends what is due, each message on a thread of its own, and keeps what came of it. A webhook
 * whose address is slow holds at most {@link #EACH} of the {@link #ALL} places: the others wait for
 * it only when many are slow at once.
 */
final class Dispatch {
  /** Messages on their way to one webhook at once, at most. */
  static final int EACH = 4;

  /** Messages on their way at once, at most. */
  static final int ALL = 64;

  private static final int GONE = 410;
  private static final Logger LOG = System.getLogger(Dispatch.class.getName());

  private final WebhookStore store;
  private final SecretSeal seal;
  private final Courier courier;
  private final Clock clock;
  private final DoubleSupplier chance;
  private final BiPredicate<Webhook, EventType> mayBeTold;
  private final Semaphore places = new Semaphore(ALL, true);
  private final Set<Long> underWay = new HashSet<>();
  private final Map<Long, Integer> underWayTo = new HashMap<>();

  private volatile boolean closed;

  /**
   * @param chance from 0 to 1, another at every call
   * @param mayBeTold whether who added a webhook may still know such things
   */
  Dispatch(
      WebhookStore store,
      SecretSeal seal,
      Courier courier,
      Clock clock,
      DoubleSupplier chance,
      BiPredicate<Webhook, EventType> mayBeTold) {
    this.store = store;
    this.seal = seal;
    this.courier = courier;
    this.clock = clock;
    this.chance = chance;
    this.mayBeTold = mayBeTold;
  }

  /** Starts to send what is due. */
  void start() {
    Instant now = clock.instant();
    for (long webhookId : store.due(now)) start(webhookId, now);
  }

  private void start(long webhookId, Instant now) {
    for (Delivery delivery : store.due(webhookId, now, EACH))
      if (!closed && begin(delivery))
        Thread.ofVirtual().name("webhook").start(() -> carry(delivery));
  }

  /** Begins nothing more. */
  void close() {
    closed = true;
  }

  private synchronized boolean begin(Delivery delivery) {
    if (underWayTo.getOrDefault(delivery.webhookId(), 0) >= EACH) return false;
    if (!underWay.add(delivery.id())) return false;
    underWayTo.merge(delivery.webhookId(), 1, Integer::sum);
    return true;
  }

  private synchronized void end(Delivery delivery) {
    if (!underWay.remove(delivery.id())) return;
    underWayTo.computeIfPresent(delivery.webhookId(), (id, n) -> n == 1 ? null : n - 1);
  }

  private void carry(Delivery delivery) {
    places.acquireUninterruptibly();
    try {
      send(delivery);
      end(delivery);
      start(delivery.webhookId(), clock.instant());
    } catch (RuntimeException e) {
      if (!closed) LOG.log(Level.WARNING, "delivery " + delivery.id() + " is tried again", e);
      end(delivery);
    } finally {
      places.release();
    }
  }

  /** Looks at the delivery again: it may have been sent by the thread that was just ended. */
  private void send(Delivery found) {
    Delivery delivery = store.delivery(found.id()).orElse(found);
    Webhook webhook = store.find(delivery.webhookId()).orElse(null);
    if (webhook == null || delivery.state() != Delivery.State.PENDING) return;
    Instant at = clock.instant();
    if (delivery.nextAt().orElse(at).isAfter(at)) return;
    if (!mayBeTold.test(webhook, delivery.type())) {
      store.put(List.of(delivery.dropped(at, "the application may not know it any more")));
      return;
    }
    Courier.Reply reply = send(webhook, delivery, at);
    Attempt attempt =
        switch (reply) {
          case Courier.Reply.Answered(int status) ->
              new Attempt(at, status, status / 100 == 2 ? "" : "answered " + status);
          case Courier.Reply.Unreached(String why) -> new Attempt(at, 0, why);
        };
    store.put(List.of(after(delivery, attempt)));
    if (attempt.status() == GONE) {
      store.disable(webhook.id(), new Disabled(at, "it answered 410"));
      store.drop(webhook.id(), at, "the webhook is disabled");
    }
  }

  private Courier.Reply send(Webhook webhook, Delivery delivery, Instant at) {
    Map<String, String> headers;
    try {
      headers = headers(webhook, delivery, at);
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "webhook " + webhook.id() + " cannot be signed for", e);
      return new Courier.Reply.Unreached("the secret cannot be opened");
    }
    return courier.send(webhook.url(), headers, delivery.body());
  }

  private Delivery after(Delivery delivery, Attempt attempt) {
    if (attempt.failure().isEmpty()) return delivery.delivered(attempt);
    int attempts = delivery.attempts() + 1;
    if (attempt.status() == GONE || attempts >= Backoff.ATTEMPTS) return delivery.failed(attempt);
    Instant next = clock.instant().plus(Backoff.after(attempts, chance.getAsDouble()));
    return delivery.retried(attempt, next);
  }

  private Map<String, String> headers(Webhook webhook, Delivery delivery, Instant at) {
    long seconds = at.getEpochSecond();
    String signatures = signature(webhook.sealedSecret(), delivery, seconds);
    Earlier earlier = webhook.earlier().orElse(null);
    if (earlier != null && at.isBefore(earlier.until()))
      signatures += " " + signature(earlier.sealedSecret(), delivery, seconds);
    return Map.of(
        "content-type",
        "application/json",
        "user-agent",
        "Rollcall",
        "webhook-id",
        delivery.messageId(),
        "webhook-timestamp",
        Long.toString(seconds),
        "webhook-signature",
        signatures);
  }

  private String signature(String sealed, Delivery delivery, long seconds) {
    return seal.open(delivery.webhookId(), sealed)
        .of(delivery.messageId(), seconds, delivery.body());
  }
}
