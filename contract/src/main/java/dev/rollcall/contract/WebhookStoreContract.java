package dev.rollcall.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.audience.JoiningCatalog;
import dev.rollcall.compute.webhook.Delivery;
import dev.rollcall.compute.webhook.Delivery.Attempt;
import dev.rollcall.compute.webhook.Delivery.State;
import dev.rollcall.compute.webhook.EventType;
import dev.rollcall.compute.webhook.Webhook;
import dev.rollcall.compute.webhook.WebhookStore;
import dev.rollcall.compute.webhook.WebhookStore.Change;
import dev.rollcall.compute.webhook.WebhookStore.Cursor;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of webhooks does. */
public abstract class WebhookStoreContract {
  private static final long BIG = CatalogRows.BIG;
  private static final Instant NOW = Instant.parse("2027-01-31T12:00:00.123456Z");

  private @Nullable WebhookStore store;

  /** A store with nothing in it. */
  protected abstract WebhookStore open();

  /** The catalog that the writes of the store just opened can be parts of. */
  protected abstract JoiningCatalog catalog();

  @BeforeEach
  void openStore() {
    store = open();
  }

  private WebhookStore store() {
    return Objects.requireNonNull(store);
  }

  private static Webhook webhook(long id, long account) {
    return new Webhook(
        id,
        account,
        3,
        URI.create("https://example.com/hook?x=" + id),
        EnumSet.of(EventType.OPERATION_LIVE, EventType.COMPUTATION_FAILED),
        "sealed",
        Optional.empty(),
        NOW,
        Optional.empty());
  }

  private static Delivery delivery(
      long webhook, State state, long subject, @Nullable Instant next) {
    return new Delivery(
        0,
        webhook,
        EventType.OPERATION_LIVE,
        11,
        subject,
        NOW,
        state,
        state == State.WAITING ? "" : "{\"x\":\"é🔥\"}",
        0,
        Optional.empty(),
        Optional.ofNullable(next));
  }

  private Delivery add(long webhook, State state, long subject, @Nullable Instant next) {
    return store().add(delivery(webhook, state, subject, next));
  }

  @Test
  void a_webhook_comes_back_as_it_was_kept() {
    Webhook plain = webhook(1, 1);
    Webhook full =
        new Webhook(
            BIG,
            BIG,
            BIG,
            URI.create("http://example.com:8080/"),
            Set.of(EventType.REPLACEMENT_COMMITTED),
            "new",
            Optional.of(new Webhook.Earlier("old", NOW.plusSeconds(1))),
            NOW,
            Optional.of(new Webhook.Disabled(NOW.plusSeconds(2), "it answered 410")));
    store().insert(plain, new Cursor(0, 0));
    store().insert(full, new Cursor(0, 0));
    assertThat(store().find(1)).contains(plain);
    assertThat(store().find(BIG)).contains(full);
    assertThat(store().find(2)).isEmpty();
    assertThat(store().all()).containsExactly(plain, full);
    assertThat(store().list(BIG)).containsExactly(full);
  }

  @Test
  void a_webhook_is_disabled_and_its_secret_replaced_without_undoing_one_another() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    store().insert(webhook(2, 1), new Cursor(0, 0));
    Webhook.Disabled disabled = new Webhook.Disabled(NOW, "it answered 410");
    store().rotate(1, "new", NOW.plusSeconds(1));
    store().disable(1, disabled);
    Webhook both = store().find(1).orElseThrow();
    assertThat(both.sealedSecret()).isEqualTo("new");
    assertThat(both.earlier()).contains(new Webhook.Earlier("sealed", NOW.plusSeconds(1)));
    assertThat(both.disabled()).contains(disabled);
    store().rotate(1, "newest", NOW.plusSeconds(2));
    both = store().find(1).orElseThrow();
    assertThat(both.earlier()).contains(new Webhook.Earlier("new", NOW.plusSeconds(2)));
    assertThat(both.disabled()).contains(disabled);
    store().enable(1);
    both = store().find(1).orElseThrow();
    assertThat(both.disabled()).isEmpty();
    assertThat(both.sealedSecret()).isEqualTo("newest");
    store().enable(5);
    store().disable(5, disabled);
    store().rotate(5, "new", NOW);
    assertThat(store().all()).containsExactly(both, webhook(2, 1));
  }

  @Test
  void what_is_written_inside_a_write_of_the_catalog_is_a_part_of_it() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    Delivery failed = add(1, State.FAILED, 4, null);
    RuntimeException broken = new IllegalStateException("broken");
    assertThatThrownBy(() ->
            catalog()
                .together(
                    this::changeAll,
                    (tables, changed) -> {
                      throw broken;
                    }))
        .isSameAs(broken);
    assertThat(store().all()).containsExactly(webhook(1, 1));
    assertThat(store().deliveries(1, 0, 10).items()).containsExactly(failed);
    assertThat(store().cursor()).isEqualTo(new Cursor(0, 0));
    catalog().together(this::changeAll, (tables, changed) -> assertThat(changed).isTrue());
    assertThat(store().find(1).orElseThrow().sealedSecret()).isEqualTo("new");
    assertThat(store().find(1).orElseThrow().disabled()).isEmpty();
    assertThat(store().list(2)).containsExactly(webhook(3, 2));
    assertThat(store().deliveries(1, 0, 10).items())
        .extracting(Delivery::subject)
        .containsExactly(9L, 4L);
  }

  private boolean changeAll() {
    store().insert(webhook(2, 2), new Cursor(5, 5));
    store().insert(webhook(3, 2), new Cursor(5, 5));
    store().rotate(1, "new", NOW);
    store().disable(1, new Webhook.Disabled(NOW, "why"));
    store().enable(1);
    add(1, State.PENDING, 9, NOW);
    store().delete(2);
    return true;
  }

  @Test
  void the_first_webhook_says_where_to_look_from() {
    assertThat(store().cursor()).isEqualTo(new Cursor(0, 0));
    store().insert(webhook(1, 1), new Cursor(7, 5));
    store().insert(webhook(2, 1), new Cursor(9, 9));
    assertThat(store().cursor()).isEqualTo(new Cursor(7, 5));
    store().note(new Cursor(8, BIG), List.of());
    store().note(new Cursor(6, 9), List.of());
    assertThat(store().cursor()).as("never back").isEqualTo(new Cursor(8, BIG));
    store().delete(1);
    store().delete(2);
    store().insert(webhook(3, 1), new Cursor(10, 4));
    assertThat(store().cursor()).isEqualTo(new Cursor(10, BIG));
  }

  @Test
  void deliveries_are_noted_with_the_cursor_under_ids_that_are_never_given_twice() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    Delivery first = add(1, State.PENDING, 4, NOW);
    store()
        .note(
            new Cursor(6, 2),
            List.of(
                delivery(1, State.WAITING, 5, null),
                delivery(9, State.PENDING, 6, NOW),
                delivery(1, State.PENDING, 6, NOW)));
    assertThat(store().cursor()).isEqualTo(new Cursor(6, 2));
    List<Delivery> kept = store().deliveries(1, 0, 10).items();
    assertThat(kept).extracting(Delivery::subject).containsExactly(6L, 5L, 4L);
    assertThat(kept.get(2)).isEqualTo(first);
    assertThat(kept).isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
    assertThat(kept).extracting(Delivery::id).doesNotHaveDuplicates();
    assertThat(store().deliveries(1, 1, 1).items()).containsExactly(kept.get(1));
    assertThat(store().deliveries(1, 1, 1).total()).isEqualTo(3);
    assertThat(store().deliveries(9, 0, 10).total()).isZero();
    store().delete(1);
    assertThat(store().delivery(first.id())).isEmpty();
    store().insert(webhook(1, 1), new Cursor(0, 0));
    assertThat(add(1, State.PENDING, 4, NOW).id()).isGreaterThan(kept.getFirst().id());
  }

  @Test
  void a_delivery_comes_back_as_it_was_changed() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    Delivery kept = add(1, State.WAITING, BIG, null);
    assertThat(store().delivery(kept.id())).contains(kept);
    Delivery tried =
        new Delivery(
            kept.id(),
            1,
            kept.type(),
            11,
            BIG,
            NOW,
            State.PENDING,
            "{}",
            3,
            Optional.of(new Attempt(NOW.plusSeconds(1), 503, "answered 503")),
            Optional.of(NOW.plusSeconds(9)));
    store().put(tried);
    store().put(tried.kept(kept.id() + 1));
    assertThat(store().delivery(kept.id())).contains(tried);
    assertThat(store().delivery(kept.id() + 1)).isEmpty();
  }

  private static Delivery with(Delivery of, State state, int attempts, @Nullable Instant next) {
    return new Delivery(
        of.id(),
        of.webhookId(),
        of.type(),
        of.retailerId(),
        of.subject(),
        of.createdAt(),
        state,
        "{}",
        attempts,
        Optional.of(new Attempt(NOW.plusSeconds(attempts), 503, "answered 503")),
        Optional.ofNullable(next));
  }

  @Test
  void a_delivery_is_changed_only_while_it_is_as_it_was_seen() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    Delivery waiting = add(1, State.WAITING, 1, null);
    Delivery sent = add(1, State.PENDING, 2, NOW);
    Delivery pending = with(waiting, State.PENDING, 0, NOW);
    Delivery tried = with(sent, State.PENDING, 1, NOW.plusSeconds(5));
    assertThat(store().change(List.of(new Change(waiting, pending), new Change(sent, tried))))
        .isEqualTo(2);
    assertThat(store().delivery(waiting.id())).contains(pending);
    assertThat(store().delivery(sent.id())).contains(tried);
    Delivery delivered = with(sent, State.DELIVERED, 2, null);
    for (Delivery seen :
        List.of(
            sent,
            with(sent, State.PENDING, 1, NOW.plusSeconds(4)),
            with(sent, State.PENDING, 0, NOW.plusSeconds(5)),
            with(sent, State.WAITING, 1, NOW.plusSeconds(5))))
      assertThat(store().change(List.of(new Change(seen, delivered)))).isZero();
    assertThat(store().delivery(sent.id())).contains(tried);
    assertThat(store().change(List.of(new Change(tried, delivered)))).isOne();
    assertThat(store().delivery(sent.id())).contains(delivered);
    assertThat(store().change(List.of(new Change(sent.kept(99), delivered.kept(99))))).isZero();
    assertThat(store().change(List.of())).isZero();
  }

  @Test
  void a_disabled_webhook_has_nothing_open_and_gets_nothing_more_until_it_is_enabled() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    store().insert(webhook(2, 1), new Cursor(0, 0));
    Delivery waiting = add(1, State.WAITING, 1, null);
    Delivery pending = add(1, State.PENDING, 2, NOW);
    Delivery delivered = add(1, State.DELIVERED, 3, null);
    Delivery other = add(2, State.PENDING, 3, NOW);
    store().disable(1, new Webhook.Disabled(NOW, "it answered 410"));
    assertThat(store().open(1)).isZero();
    for (Delivery dropped : List.of(waiting, pending)) {
      Delivery found = store().delivery(dropped.id()).orElseThrow();
      assertThat(found.state()).isEqualTo(State.FAILED);
      assertThat(found.last()).contains(new Attempt(NOW, 0, Webhook.Disabled.OPEN));
      assertThat(found.nextAt()).isEmpty();
    }
    assertThat(store().delivery(delivered.id())).contains(delivered);
    assertThat(store().delivery(other.id())).contains(other);
    assertThat(store().change(List.of(new Change(pending, with(pending, State.PENDING, 1, NOW)))))
        .as("an answer that was on its way")
        .isZero();
    add(1, State.PENDING, 4, NOW);
    store().note(new Cursor(5, 5), List.of(delivery(1, State.PENDING, 5, NOW)));
    assertThat(store().open(1)).isZero();
    store().enable(1);
    add(1, State.PENDING, 6, NOW);
    assertThat(store().deliveries(1, 0, 10).items())
        .extracting(Delivery::subject, Delivery::state)
        .containsExactly(
            tuple(6L, State.PENDING),
            tuple(3L, State.DELIVERED),
            tuple(2L, State.FAILED),
            tuple(1L, State.FAILED));
  }

  @Test
  void what_waits_is_found_by_retailer_and_operation() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    Delivery second = add(1, State.WAITING, 8, null);
    Delivery first = add(1, State.WAITING, 5, null);
    add(1, State.PENDING, 5, NOW);
    assertThat(store().waitedFor()).containsExactly(11L);
    assertThat(store().waiting(11, 8, 10)).containsExactly(first, second);
    assertThat(store().waiting(11, 7, 10)).containsExactly(first);
    assertThat(store().waiting(11, Long.MAX_VALUE, 1)).containsExactly(first);
    assertThat(store().waiting(12, 8, 10)).isEmpty();
  }

  @Test
  void what_is_due_is_found_by_webhook_the_longest_due_first() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    store().insert(webhook(2, 1), new Cursor(0, 0));
    assertThat(store().nextDue()).isEmpty();
    Delivery later = add(1, State.PENDING, 1, NOW.plusSeconds(2));
    Delivery sooner = add(1, State.PENDING, 2, NOW.plusSeconds(1));
    add(1, State.DELIVERED, 3, null);
    Delivery other = add(2, State.PENDING, 4, NOW.plusSeconds(3));
    assertThat(store().nextDue()).contains(NOW.plusSeconds(1));
    assertThat(store().due(NOW)).isEmpty();
    assertThat(store().due(NOW.plusSeconds(2))).containsExactly(1L);
    assertThat(store().due(NOW.plusSeconds(3))).containsExactly(1L, 2L);
    assertThat(store().due(1, NOW.plusSeconds(2), 10)).containsExactly(sooner, later);
    assertThat(store().due(1, NOW.plusSeconds(2), 1)).containsExactly(sooner);
    assertThat(store().due(2, NOW.plusSeconds(3), 10)).containsExactly(other);
  }

  @Test
  void what_is_open_is_counted_and_only_what_is_closed_is_forgotten() {
    store().insert(webhook(1, 1), new Cursor(0, 0));
    add(1, State.WAITING, 1, null);
    add(1, State.PENDING, 2, NOW);
    Delivery delivered = add(1, State.DELIVERED, 3, null);
    assertThat(store().open(1)).isEqualTo(2);
    store().forget(NOW);
    assertThat(store().delivery(delivered.id())).contains(delivered);
    store().forget(NOW.plusSeconds(1));
    assertThat(store().delivery(delivered.id())).isEmpty();
    assertThat(store().open(1)).isEqualTo(2);
  }
}
