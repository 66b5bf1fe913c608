package dev.rollcall.compute.webhook;

import dev.rollcall.compute.webhook.Delivery.Attempt;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.compute.webhook.Webhook.Earlier;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;
import java.util.function.DoubleSupplier;

/**
 * Sends what is due, each message on a thread of its own, and keeps what came of it. An account
 * whose addresses are slow holds few of all {@link Places}: the others wait for it only when the
 * addresses of very many accounts are slow at once.
 */
final class Dispatch {
  /** Messages on their way at once, at most: each is a connection. */
  static final int ALL = 256;

  private static final int GONE = 410;
  private static final Logger LOG = System.getLogger(Dispatch.class.getName());

  private final WebhookStore store;
  private final SecretSeal seal;
  private final Courier courier;
  private final Clock clock;
  private final DoubleSupplier chance;
  private final BiPredicate<Webhook, EventType> mayBeTold;
  private final Semaphore connections = new Semaphore(ALL, true);
  private final Places places = new Places();
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
    Webhook webhook = store.find(webhookId).orElse(null);
    if (webhook == null) return;
    for (Delivery delivery : store.due(webhookId, now, Places.WEBHOOK))
      if (!closed && places.take(webhook, delivery.id()))
        Thread.ofVirtual().name("webhook").start(() -> carry(webhook, delivery));
  }

  /** Begins nothing more. */
  void close() {
    closed = true;
  }

  private void carry(Webhook webhook, Delivery delivery) {
    boolean kept = false;
    Optional<Long> next;
    connections.acquireUninterruptibly();
    try {
      send(delivery);
      kept = true;
    } catch (RuntimeException | Error e) {
      if (!closed) LOG.log(Level.WARNING, "delivery " + delivery.id() + " is tried again", e);
    } finally {
      connections.release();
      next = places.giveBack(webhook, delivery.id());
    }
    if (kept) goOn(next, webhook.id());
  }

  /** What cannot be looked for now is looked for at the next start. */
  private void goOn(Optional<Long> next, long webhookId) {
    try {
      Instant now = clock.instant();
      next.ifPresent(turn -> start(turn, now));
      start(webhookId, now);
    } catch (RuntimeException e) {
      if (!closed) LOG.log(Level.WARNING, "webhook " + webhookId + " waits for the next look", e);
    }
  }

  /** Looks at the delivery again: it may have been sent by the thread that was just ended. */
  private void send(Delivery found) {
    Delivery delivery = store.delivery(found.id()).orElse(found);
    Webhook webhook = store.find(delivery.webhookId()).orElse(null);
    if (webhook == null || delivery.state() != Delivery.State.PENDING) return;
    Instant at = clock.instant();
    if (delivery.nextAt().orElse(at).isAfter(at)) return;
    if (webhook.disabled().isPresent()) {
      change(delivery, delivery.dropped(at, Disabled.OPEN));
      return;
    }
    if (!mayBeTold.test(webhook, delivery.type())) {
      change(delivery, delivery.dropped(at, "the application may not know it any more"));
      return;
    }
    Courier.Reply reply = send(webhook, delivery, at);
    Attempt attempt =
        switch (reply) {
          case Courier.Reply.Answered(int status) ->
              new Attempt(at, status, status / 100 == 2 ? "" : "answered " + status);
          case Courier.Reply.Unreached(String why) -> new Attempt(at, 0, why);
        };
    if (change(delivery, after(delivery, attempt)) && attempt.status() == GONE)
      store.disable(webhook.id(), new Disabled(at, "it answered 410"));
  }

  /**
   * Keeps what came of a delivery; false when it was given up or asked for again meanwhile, so that
   * an answer from before neither undoes that nor counts.
   */
  private boolean change(Delivery seen, Delivery next) {
    return store.change(List.of(new WebhookStore.Change(seen, next))) > 0;
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
