package dev.rollcall.compute.webhook;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One message for one webhook, from what happened to the answer that took it.
 *
 * @param id 0 until it is kept
 * @param retailerId whose snapshot a waiting one waits for; 0 when it waits for none
 * @param subject the operation or computation it tells of; 0 for a test
 * @param body what is sent, the same at every attempt; empty while it waits
 * @param last the latest attempt
 * @param nextAt when it is sent, or sent again; empty unless it is pending
 */
public record Delivery(
    long id,
    long webhookId,
    EventType type,
    long retailerId,
    long subject,
    Instant createdAt,
    State state,
    String body,
    int attempts,
    Optional<Attempt> last,
    Optional<Instant> nextAt) {
  /** How far a delivery is. */
  public enum State {
    /** What it tells of is not live yet. */
    WAITING,
    /** To be sent at its time. */
    PENDING,
    DELIVERED,
    /** Given up. */
    FAILED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One attempt to deliver.
   *
   * @param status what was answered; 0 when nothing was
   * @param failure why it is not delivered, in a few words of this server's own; empty when it is
   */
  public record Attempt(Instant at, int status, String failure) {}

  /** One that is not kept yet. */
  static Delivery of(
      Webhook webhook, EventType type, long retailerId, long subject, Instant at, String body) {
    boolean waits = body.isEmpty();
    return new Delivery(
        0,
        webhook.id(),
        type,
        retailerId,
        subject,
        at,
        waits ? State.WAITING : State.PENDING,
        body,
        0,
        Optional.empty(),
        waits ? Optional.empty() : Optional.of(at));
  }

  /** The same under the id it is kept with. */
  public Delivery kept(long newId) {
    return new Delivery(
        newId,
        webhookId,
        type,
        retailerId,
        subject,
        createdAt,
        state,
        body,
        attempts,
        last,
        nextAt);
  }

  private Delivery with(
      State newState,
      String newBody,
      int newAttempts,
      Optional<Attempt> attempt,
      Optional<Instant> next) {
    return new Delivery(
        id,
        webhookId,
        type,
        retailerId,
        subject,
        createdAt,
        newState,
        newBody,
        newAttempts,
        attempt,
        next);
  }

  /** To be sent now. */
  Delivery released(Instant at, String newBody) {
    return with(State.PENDING, newBody, attempts, last, Optional.of(at));
  }

  /** To be sent now, with all its attempts before it. */
  Delivery again(Instant at) {
    return with(State.PENDING, body, 0, last, Optional.of(at));
  }

  Delivery delivered(Attempt attempt) {
    return with(State.DELIVERED, body, attempts + 1, Optional.of(attempt), Optional.empty());
  }

  Delivery retried(Attempt attempt, Instant next) {
    return with(State.PENDING, body, attempts + 1, Optional.of(attempt), Optional.of(next));
  }

  Delivery failed(Attempt attempt) {
    return with(State.FAILED, body, attempts + 1, Optional.of(attempt), Optional.empty());
  }

  /** Given up without an attempt. */
  Delivery dropped(Instant at, String why) {
    return with(
        State.FAILED, body, attempts, Optional.of(new Attempt(at, 0, why)), Optional.empty());
  }

  /** The message's name, the same at every attempt. */
  public String messageId() {
    return "msg_" + id;
  }
}
