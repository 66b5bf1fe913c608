package dev.rollcall.compute.webhook;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Page;
import dev.rollcall.compute.webhook.Delivery.State;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Webhooks that are forgotten with the process; for tests and tries. What is a part of a write of
 * the catalog is done when that is.
 */
public final class MemoryWebhookStore implements WebhookStore {
  private final NavigableMap<Long, Webhook> webhooks = new TreeMap<>();
  private final NavigableMap<Long, Delivery> deliveries = new TreeMap<>();
  private Cursor cursor = new Cursor(0, 0);
  private long lastDelivery;
  private final Catalog catalog;

  /**
   * @param catalog whose writes those here are parts of
   */
  public MemoryWebhookStore(Catalog catalog) {
    this.catalog = catalog;
  }

  private void write(Runnable work) {
    catalog.afterwards(() -> {
      synchronized (this) {
        work.run();
      }
    });
  }

  @Override
  public void insert(Webhook webhook, Cursor from) {
    write(() -> {
      if (webhooks.isEmpty()) cursor = cursor.max(from);
      webhooks.put(webhook.id(), webhook);
    });
  }

  private void change(long webhookId, UnaryOperator<Webhook> change) {
    write(() -> webhooks.computeIfPresent(webhookId, (id, webhook) -> change.apply(webhook)));
  }

  @Override
  public void disable(long webhookId, Disabled disabled) {
    write(() -> {
      webhooks.computeIfPresent(webhookId, (id, found) -> found.disabled(Optional.of(disabled)));
      deliveries.replaceAll((id, delivery) ->
          delivery.webhookId() == webhookId && isOpen(delivery)
              ? delivery.dropped(disabled.at(), Disabled.OPEN)
              : delivery);
    });
  }

  @Override
  public void enable(long webhookId) {
    change(webhookId, webhook -> webhook.disabled(Optional.empty()));
  }

  @Override
  public void rotate(long webhookId, String sealedSecret, Instant until) {
    change(webhookId, webhook -> webhook.rotated(sealedSecret, until));
  }

  @Override
  public void delete(long webhookId) {
    write(() -> {
      webhooks.remove(webhookId);
      deliveries.values().removeIf(delivery -> delivery.webhookId() == webhookId);
    });
  }

  @Override
  public synchronized Optional<Webhook> find(long webhookId) {
    return Optional.ofNullable(webhooks.get(webhookId));
  }

  @Override
  public synchronized List<Webhook> list(long accountId) {
    return webhooks.values().stream().filter(w -> w.accountId() == accountId).toList();
  }

  @Override
  public synchronized List<Webhook> all() {
    return List.copyOf(webhooks.values());
  }

  @Override
  public synchronized Cursor cursor() {
    return cursor;
  }

  @Override
  public synchronized void note(Cursor upTo, List<Delivery> more) {
    cursor = cursor.max(upTo);
    more.forEach(this::add);
  }

  @Override
  public synchronized Delivery add(Delivery delivery) {
    Delivery kept = delivery.kept(++lastDelivery);
    write(() -> {
      Webhook webhook = webhooks.get(kept.webhookId());
      if (webhook != null && webhook.disabled().isEmpty()) deliveries.put(kept.id(), kept);
    });
    return kept;
  }

  @Override
  public void put(Delivery delivery) {
    write(() -> deliveries.replace(delivery.id(), delivery));
  }

  @Override
  public synchronized int change(List<Change> changes) {
    int changed = 0;
    for (Change change : changes) {
      Delivery now = deliveries.get(change.seen().id());
      if (now == null || !change.isOf(now)) continue;
      deliveries.put(now.id(), change.next());
      changed++;
    }
    return changed;
  }

  @Override
  public synchronized Optional<Delivery> delivery(long deliveryId) {
    return Optional.ofNullable(deliveries.get(deliveryId));
  }

  @Override
  public synchronized Page<Delivery> deliveries(long webhookId, int offset, int limit) {
    List<Delivery> found =
        deliveries.descendingMap().values().stream()
            .filter(delivery -> delivery.webhookId() == webhookId)
            .toList();
    return new Page<>(found.stream().skip(offset).limit(limit).toList(), found.size());
  }

  private Stream<Delivery> in(State state) {
    return deliveries.values().stream().filter(delivery -> delivery.state() == state);
  }

  @Override
  public synchronized Set<Long> waitedFor() {
    return in(State.WAITING).map(Delivery::retailerId).collect(Collectors.toSet());
  }

  @Override
  public synchronized List<Delivery> waiting(long retailerId, long upToOperation, int limit) {
    return in(State.WAITING)
        .filter(d -> d.retailerId() == retailerId && d.subject() <= upToOperation)
        .sorted(Comparator.comparingLong(Delivery::subject).thenComparingLong(Delivery::id))
        .limit(limit)
        .toList();
  }

  private Stream<Delivery> dueBy(Instant now) {
    return in(State.PENDING)
        .filter(delivery -> !delivery.nextAt().orElseThrow().isAfter(now))
        .sorted(
            Comparator.comparing((Delivery delivery) -> delivery.nextAt().orElseThrow())
                .thenComparingLong(Delivery::id));
  }

  @Override
  public synchronized List<Long> due(Instant now) {
    return dueBy(now).map(Delivery::webhookId).distinct().sorted().toList();
  }

  @Override
  public synchronized List<Delivery> due(long webhookId, Instant now, int limit) {
    return dueBy(now).filter(d -> d.webhookId() == webhookId).limit(limit).toList();
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    return in(State.PENDING).flatMap(d -> d.nextAt().stream()).min(Comparator.naturalOrder());
  }

  private static boolean isOpen(Delivery delivery) {
    return delivery.state() == State.WAITING || delivery.state() == State.PENDING;
  }

  @Override
  public synchronized long open(long webhookId) {
    return deliveries.values().stream()
        .filter(delivery -> delivery.webhookId() == webhookId && isOpen(delivery))
        .count();
  }

  @Override
  public synchronized void forget(Instant before) {
    deliveries.values().removeIf(d -> !isOpen(d) && d.createdAt().isBefore(before));
  }
}
