package dev.rollcall.compute.webhook;

import dev.rollcall.audience.Page;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The durable record of webhooks and of what is sent to them. What a thread writes here in the
 * midst of a write of the catalog is a part of that: durable with it, or undone with it.
 */
public interface WebhookStore {
  /**
   * Up to where the histories have been looked through.
   *
   * @param operation the id of the last operation
   * @param computation the id of the last computation
   */
  record Cursor(long operation, long computation) {
    /** The further of both. */
    public Cursor max(Cursor other) {
      return new Cursor(
          Math.max(operation, other.operation), Math.max(computation, other.computation));
    }
  }

  /** A delivery as it was seen, and what it is to be. */
  record Change(Delivery seen, Delivery next) {
    /** Whether it is still as it was seen: nobody sent it, gave it up or asked for it meanwhile. */
    boolean isOf(Delivery now) {
      return now.state() == seen.state()
          && now.attempts() == seen.attempts()
          && now.nextAt().equals(seen.nextAt());
    }
  }

  /**
   * Adds a webhook.
   *
   * @param from where to look from when there is no other webhook: what was before is not told
   */
  void insert(Webhook webhook, Cursor from);

  /** Sends nothing more to a webhook, if there is one still, and gives up what is open for it. */
  void disable(long webhookId, Disabled disabled);

  /** Sends to a webhook again, if there is one still. */
  void enable(long webhookId);

  /**
   * Gives a webhook another secret, if there is one still.
   *
   * @param until how long the secret of now signs beside it
   */
  void rotate(long webhookId, String sealedSecret, Instant until);

  /** Removes a webhook and all that was or is to be sent to it. */
  void delete(long webhookId);

  Optional<Webhook> find(long webhookId);

  /** The webhooks of an account, oldest first. */
  List<Webhook> list(long accountId);

  /** All webhooks. */
  List<Webhook> all();

  Cursor cursor();

  /**
   * Moves the cursor, never back, and keeps the deliveries under new ids: both or neither. Those of
   * webhooks that are gone or disabled by now are not kept.
   */
  void note(Cursor upTo, List<Delivery> deliveries);

  /** Keeps a delivery under a new id, unless its webhook is gone or disabled by now. */
  Delivery add(Delivery delivery);

  /** Changes a delivery, if it is there still, whatever became of it. */
  void put(Delivery delivery);

  /** Changes deliveries, those that are as they were seen; how many. */
  int change(List<Change> changes);

  Optional<Delivery> delivery(long deliveryId);

  /** The deliveries of a webhook, newest first. */
  Page<Delivery> deliveries(long webhookId, int offset, int limit);

  /** The retailers whose snapshot any delivery waits for. */
  Set<Long> waitedFor();

  /** Deliveries that wait for a retailer's operations up to one, oldest first. */
  List<Delivery> waiting(long retailerId, long upToOperation, int limit);

  /** The webhooks that something is due for. */
  List<Long> due(Instant now);

  /** What is due for a webhook, the longest due first. */
  List<Delivery> due(long webhookId, Instant now, int limit);

  /** When the next delivery is due. */
  Optional<Instant> nextDue();

  /** How many deliveries to a webhook wait or are pending. */
  long open(long webhookId);

  /** Forgets what was delivered or given up and is older. */
  void forget(Instant before);
}
