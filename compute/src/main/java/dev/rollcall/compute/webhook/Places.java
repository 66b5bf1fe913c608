package dev.rollcall.compute.webhook;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Who may have messages on their way: so many to a webhook, and so many to all webhooks of an
 * account, that slow addresses hold back nobody else's messages. Within an account, webhooks take
 * turns.
 */
final class Places {
  /** Messages on their way to one webhook at once, at most. */
  static final int WEBHOOK = 4;

  /** Messages on their way to all webhooks of one account at once, at most. */
  static final int ACCOUNT = 8;

  private final Set<Long> underWay = new HashSet<>();
  private final Map<Long, Integer> toWebhook = new HashMap<>();
  private final Map<Long, Integer> toAccount = new HashMap<>();

  /** The webhooks of an account that found no place, the longest waiting first. */
  private final Map<Long, SequencedSet<Long>> waiting = new HashMap<>();

  /** Takes a place for a delivery that has none; whether there was one. */
  synchronized boolean take(Webhook webhook, long deliveryId) {
    if (underWay.contains(deliveryId)) return false;
    if (toWebhook.getOrDefault(webhook.id(), 0) >= WEBHOOK) return false;
    if (toAccount.getOrDefault(webhook.accountId(), 0) >= ACCOUNT) {
      waiting.computeIfAbsent(webhook.accountId(), id -> new LinkedHashSet<>()).add(webhook.id());
      return false;
    }
    underWay.add(deliveryId);
    toWebhook.merge(webhook.id(), 1, Integer::sum);
    toAccount.merge(webhook.accountId(), 1, Integer::sum);
    return true;
  }

  /** Gives back a place that was taken; the webhook of the account whose turn it is, if any. */
  synchronized Optional<Long> giveBack(Webhook webhook, long deliveryId) {
    if (!underWay.remove(deliveryId)) throw new IllegalStateException("no place was taken");
    toWebhook.computeIfPresent(webhook.id(), (id, n) -> n == 1 ? null : n - 1);
    toAccount.computeIfPresent(webhook.accountId(), (id, n) -> n == 1 ? null : n - 1);
    SequencedSet<Long> others = waiting.get(webhook.accountId());
    if (others == null) return Optional.empty();
    long next = others.removeFirst();
    if (others.isEmpty()) waiting.remove(webhook.accountId());
    return Optional.of(next);
  }
}
