package dev.rollcall.compute.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.compute.webhook.Courier.Reply;
import dev.rollcall.compute.webhook.Delivery.State;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.compute.webhook.Webhook.Earlier;
import dev.rollcall.compute.webhook.WebhookStore.Cursor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of a message, by what is answered. */
class DispatchTest {
  private static final Instant NOW = Instant.parse("2027-01-31T12:00:00Z");

  private final MemoryWebhookStore store = new MemoryWebhookStore(new MemoryCatalog());
  private final SecretSeal seal = new SecretSeal(new byte[32], new Random(1)::nextBytes);
  private final AtomicReference<Reply> reply = new AtomicReference<>(new Reply.Answered(200));
  private final List<Map<String, String>> sent = Collections.synchronizedList(new ArrayList<>());
  private boolean allowed = true;
  private final Signature secret = seal.fresh();
  private final Webhook webhook = webhook(1, 1, "example.com");

  private final Courier courier =
      new Courier() {
        @Override
        public Reply send(URI url, Map<String, String> headers, String body) {
          sent.add(headers);
          return reply.get();
        }

        @Override
        public String refusal(URI url) {
          return "";
        }
      };

  /** Sends what is due at a time, and waits until it came to an end. */
  private Delivery sendAt(Instant now, Delivery delivery) throws InterruptedException {
    Delivery before = store.delivery(delivery.id()).orElseThrow();
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    new Dispatch(store, seal, courier, clock, () -> 0.5, (to, type) -> allowed).start();
    Delivery after = before;
    while (after.equals(before)) {
      Thread.sleep(1);
      after = store.delivery(delivery.id()).orElseThrow();
    }
    return after;
  }

  private Delivery added(Webhook to) {
    store.insert(to, new Cursor(0, 0));
    return store.add(Delivery.of(to, EventType.OPERATION_LIVE, 0, 7, NOW, "{}"));
  }

  @Test
  void a_message_that_is_taken_is_delivered() throws InterruptedException {
    Delivery delivered = sendAt(NOW, added(webhook));
    assertThat(delivered.state()).isEqualTo(State.DELIVERED);
    assertThat(delivered.attempts()).isEqualTo(1);
    assertThat(delivered.nextAt()).isEmpty();
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst())
        .containsEntry("webhook-id", delivered.messageId())
        .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
        .containsEntry(
            "webhook-signature", secret.of(delivered.messageId(), NOW.getEpochSecond(), "{}"));
  }

  @Test
  void one_that_is_not_taken_is_sent_again_under_its_id_until_it_is_given_up()
      throws InterruptedException {
    reply.set(new Reply.Unreached("the connection was refused"));
    Delivery delivery = added(webhook);
    Instant now = NOW;
    for (int attempt = 1; attempt < Backoff.ATTEMPTS; attempt++) {
      delivery = sendAt(now, delivery);
      assertThat(delivery.state()).isEqualTo(State.PENDING);
      assertThat(delivery.attempts()).isEqualTo(attempt);
      assertThat(delivery.nextAt()).contains(now.plus(Backoff.after(attempt, 0.5)));
      now = delivery.nextAt().orElseThrow();
    }
    assertThat(Duration.between(NOW, now)).isBetween(Duration.ofDays(2), Duration.ofDays(3));
    delivery = sendAt(now, delivery);
    assertThat(delivery.state()).isEqualTo(State.FAILED);
    assertThat(sent.stream().map(headers -> headers.get("webhook-id")).distinct())
        .containsExactly(delivery.messageId());
  }

  @Test
  void one_that_its_application_may_not_know_any_more_is_not_sent() throws InterruptedException {
    Delivery delivery = added(webhook);
    allowed = false;
    assertThat(sendAt(NOW, delivery).state()).isEqualTo(State.FAILED);
    assertThat(sent).isEmpty();
  }

  @Test
  void one_that_is_gone_disables_the_webhook() throws InterruptedException {
    reply.set(new Reply.Answered(410));
    Delivery first = added(webhook);
    Delivery later =
        store.add(Delivery.of(webhook, EventType.OPERATION_LIVE, 0, 8, NOW.plusSeconds(9), "{}"));
    assertThat(sendAt(NOW, first).state()).isEqualTo(State.FAILED);
    while (store.open(1) > 0) Thread.sleep(1);
    assertThat(store.find(1).orElseThrow().disabled()).isPresent();
    assertThat(store.delivery(later.id()).orElseThrow().state()).isEqualTo(State.FAILED);
  }

  /** Sends what is due, and has one message answered only after something else happened. */
  private void sendAnsweringLate(Delivery late, Reply answer, Runnable meanwhile)
      throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Thread> sending = new CompletableFuture<>();
    Courier slow =
        new Courier() {
          @Override
          public Reply send(URI url, Map<String, String> headers, String body) {
            assertThat(headers).containsEntry("webhook-id", late.messageId());
            sending.complete(Thread.currentThread());
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return answer;
          }

          @Override
          public String refusal(URI url) {
            return "";
          }
        };
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    new Dispatch(store, seal, slow, clock, () -> 0.5, (to, type) -> true).start();
    Thread thread = sending.join();
    meanwhile.run();
    goOn.countDown();
    thread.join();
  }

  @Test
  void an_answer_to_a_webhook_that_was_disabled_meanwhile_takes_nothing_up_again()
      throws InterruptedException {
    Delivery late = added(webhook);
    sendAnsweringLate(
        late,
        new Reply.Answered(503),
        () -> store.disable(1, new Disabled(NOW, "it answered 410")));
    Delivery dropped = store.delivery(late.id()).orElseThrow();
    assertThat(dropped.state()).isEqualTo(State.FAILED);
    assertThat(dropped.last().orElseThrow().failure()).isEqualTo(Disabled.OPEN);
  }

  @Test
  void gone_from_before_the_webhook_was_enabled_again_does_not_disable_it()
      throws InterruptedException {
    Instant later = NOW.plusSeconds(9);
    sendAnsweringLate(
        added(webhook),
        new Reply.Answered(410),
        () -> {
          store.disable(1, new Disabled(NOW, "it answered 410"));
          store.enable(1);
          store.add(Delivery.of(webhook, EventType.OPERATION_LIVE, 0, 8, later, "{}"));
        });
    assertThat(store.find(1).orElseThrow().disabled()).isEmpty();
    assertThat(store.open(1)).isOne();
  }

  @Test
  void one_that_is_asked_for_again_while_it_is_on_its_way_is_sent_again()
      throws InterruptedException {
    Delivery late = added(webhook);
    Delivery again = late.again(NOW.plusSeconds(9));
    for (int status : new int[] {200, 503}) {
      store.put(late);
      sendAnsweringLate(late, new Reply.Answered(status), () -> store.put(again));
      assertThat(store.delivery(late.id())).contains(again);
    }
  }

  @Test
  void nothing_is_sent_to_a_disabled_webhook() throws InterruptedException {
    Delivery delivery = added(webhook);
    store.disable(1, new Disabled(NOW, "it answered 410"));
    store.put(delivery.again(NOW));
    assertThat(sendAt(NOW, delivery).state()).isEqualTo(State.FAILED);
    assertThat(sent).isEmpty();
  }

  @Test
  void an_error_gives_its_place_back() throws InterruptedException {
    AtomicBoolean broken = new AtomicBoolean(true);
    Courier breaking =
        new Courier() {
          @Override
          public Reply send(URI url, Map<String, String> headers, String body) {
            if (broken.getAndSet(false)) throw new StackOverflowError("once");
            return new Reply.Answered(200);
          }

          @Override
          public String refusal(URI url) {
            return "";
          }
        };
    added(webhook);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Dispatch dispatch =
        new Dispatch(store, seal, breaking, clock, () -> 0.5, (to, type) -> allowed);
    for (int i = 0; i < 5_000 && store.open(1) > 0; i++) {
      dispatch.start();
      Thread.sleep(1);
    }
    assertThat(store.open(1)).isZero();
  }

  /** Every webhook of one account takes for ever; that of another is told meanwhile. */
  @Test
  void one_account_with_slow_addresses_holds_back_no_other() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    Set<String> reached = ConcurrentHashMap.newKeySet();
    Courier half =
        new Courier() {
          @Override
          public Reply send(URI url, Map<String, String> headers, String body) {
            reached.add(url.getHost());
            try {
              if (url.getHost().startsWith("slow")) slow.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return new Reply.Answered(200);
          }

          @Override
          public String refusal(URI url) {
            return "";
          }
        };
    for (int id = 1; id <= 10; id++) {
      Webhook crawling = webhook(id, 1, "slow" + id);
      store.insert(crawling, new Cursor(0, 0));
      for (int i = 0; i < 2 * Places.WEBHOOK; i++)
        store.add(Delivery.of(crawling, EventType.OPERATION_LIVE, 0, 7, NOW, "{}"));
    }
    Webhook quick = webhook(11, 2, "quick");
    store.insert(quick, new Cursor(0, 0));
    for (int i = 0; i < 2 * Places.ACCOUNT; i++)
      store.add(Delivery.of(quick, EventType.OPERATION_LIVE, 0, 7, NOW, "{}"));
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    new Dispatch(store, seal, half, clock, () -> 0.5, (to, type) -> true).start();
    int hosts = 1 + Places.ACCOUNT / Places.WEBHOOK;
    while (store.open(11) > 0 || reached.size() < hosts) Thread.sleep(1);
    assertThat(reached).contains("quick").hasSize(hosts);
    slow.countDown();
    for (int id = 1; id <= 10; id++) while (store.open(id) > 0) Thread.sleep(1);
    assertThat(reached).as("webhooks that found no place have their turn").hasSize(11);
  }

  private Webhook webhook(long id, long account, String host) {
    return new Webhook(
        id,
        account,
        1,
        URI.create("https://" + host),
        Set.of(EventType.OPERATION_LIVE),
        seal.seal(id, secret),
        Optional.empty(),
        NOW,
        Optional.empty());
  }

  @Test
  void while_a_secret_is_replaced_both_sign() throws InterruptedException {
    Signature newer = seal.fresh();
    Webhook rotated = webhook.rotated(seal.seal(1, newer), NOW.plusSeconds(10));
    assertThat(rotated.earlier())
        .contains(new Earlier(webhook.sealedSecret(), NOW.plusSeconds(10)));
    Delivery delivery = added(rotated);
    sendAt(NOW, delivery);
    long seconds = NOW.getEpochSecond();
    String id = delivery.messageId();
    assertThat(sent.getFirst().get("webhook-signature"))
        .isEqualTo(newer.of(id, seconds, "{}") + " " + secret.of(id, seconds, "{}"));
    Delivery later =
        store.add(Delivery.of(rotated, EventType.OPERATION_LIVE, 0, 8, NOW.plusSeconds(10), "{}"));
    sendAt(NOW.plusSeconds(10), later);
    assertThat(sent.getLast().get("webhook-signature")).doesNotContain(" ");
  }
}
