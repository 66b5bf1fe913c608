package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.compute.webhook.Outbox;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks, and which deliveries come to be. */
class WebhookRoutesTest {
  private static final String HOOKS = "/v1/accounts/1/webhooks";

  private final ApiHarness api = new ApiHarness();
  private final String customers = api.list("customers", "CustomerId");

  @AfterEach
  void close() {
    api.close();
  }

  private Answer add(String url, String events) {
    return api.manager.post(
        HOOKS, "{'data':{'attributes':{'url':'" + url + "','events':[" + events + "]}}}");
  }

  @Test
  void aSecretIsToldWhenItIsMadeAndNotAgain() {
    Answer added = add("https://example.com/x", "'operation.live'");
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.text("/data/attributes/secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
    String one = HOOKS + "/" + added.id();
    Answer found = api.manager.get(one);
    assertThat(found.at("/data/attributes").has("secret")).isFalse();
    assertThat(found.text("/data/attributes/url")).isEqualTo("https://example.com/x");
    Answer rotated = api.manager.post(one + "/rotate-secret", "");
    assertThat(rotated.text("/data/attributes/secret"))
        .isNotEqualTo(added.text("/data/attributes/secret"));
    assertThat(api.manager.send("DELETE", one, new byte[0]).status()).isEqualTo(204);
    assertThat(api.manager.get(one).problems()).containsExactly("webhook-not-found");
  }

  @Test
  void whatCannotBeAWebhookIsRefused() {
    for (String url :
        List.of(
            "",
            "x",
            "ftp://example.com",
            "http://example.com",
            "https://a:b@example.com",
            "https://example.com/#x",
            "https:///x",
            "https://example.com/" + "x".repeat(2_000)))
      assertThat(add(url, "'operation.live'").problems()).containsExactly("invalid-value @url");
    assertThat(add("https://example.com", "").problems()).containsExactly("required-field @events");
    assertThat(add("https://example.com", "'webhook.test'").problems())
        .containsExactly("invalid-value @events");
    for (int i = 0; i < 10; i++)
      assertThat(add("https://example.com", "'operation.live'").status()).isEqualTo(201);
    assertThat(add("https://example.com", "'operation.live'").problems())
        .containsExactly("webhooks-limit-exceeded");
  }

  /** Waits until the deliveries of a webhook read so, the latest first. */
  private void awaitDeliveries(String webhook, String... expected) throws InterruptedException {
    List<String> told = List.of();
    for (int i = 0; i < 500 && !told.equals(List.of(expected)); i++) {
      Thread.sleep(20);
      Answer page = api.manager.get(HOOKS + "/" + webhook + "/deliveries");
      List<String> events = page.attribute("event");
      List<String> states = page.attribute("state");
      told =
          IntStream.range(0, events.size())
              .mapToObj(n -> events.get(n) + " " + states.get(n))
              .toList();
    }
    assertThat(told).containsExactly(expected);
  }

  @Test
  void anOperationIsToldOnceItIsLiveAndAComputationOnceItHasEnded() throws InterruptedException {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    api.add(customers, "'before'");
    api.size(customers);
    api.manager.get("/v1/accounts/1/audience-segments/" + customers + "/history");
    String id = add("https://localhost", "'operation.live','computation.succeeded'").id();
    try (Outbox outbox = api.outbox()) {
      api.add(customers, "'a'");
      awaitDeliveries(id, "operation.live waiting");
      api.compute();
      awaitDeliveries(id, "computation.succeeded pending", "operation.live pending");
      assertThat(outbox).isNotNull();
    }
  }

  @Test
  void aRunThatFailedIsToldAndAReplacementBeforeItIsLive() throws InterruptedException {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    api.audience("loyal", "{'audienceSegmentId':'" + customers + "'}");
    String id =
        add(
                "https://localhost",
                "'operation.live','replacement.committed','computation.succeeded','computation.failed'")
            .id();
    String replace = "/v1/accounts/1/audience-segments/" + customers + "/replace";
    try (Outbox outbox = api.outbox()) {
      assertThat(outbox).isNotNull();
      String stage = replace + "/" + api.manager.post(replace, "").id();
      String operation =
          api.manager.post(stage + "/commit", "").text("/data/attributes/operationId");
      awaitDeliveries(id, "replacement.committed pending", "operation.live waiting");
      api.engine.close();
      String failed = api.compute();
      awaitDeliveries(
          id,
          "computation.failed pending",
          "replacement.committed pending",
          "operation.live waiting");
      assertThat(api.manager.get(HOOKS + "/" + id + "/deliveries").attribute("about"))
          .containsExactly(failed, operation, operation);
    }
  }

  /** Another webhook shows how far what happened was looked through. */
  @Test
  void oneThatIsEnabledAgainIsToldFromThenOnAndWhatWasGivenUpStays() throws InterruptedException {
    String id = add("https://localhost", "'operation.live'").id();
    String other = add("https://localhost", "'operation.live'").id();
    try (Outbox outbox = api.outbox()) {
      assertThat(outbox).isNotNull();
      api.add(customers, "'a'");
      awaitDeliveries(id, "operation.live pending");
      api.webhookStore.disable(
          Long.parseLong(id), new Disabled(api.clock.instant(), "it answered 410"));
      assertThat(api.manager.post(HOOKS + "/" + id + "/test", "").problems())
          .containsExactly("webhook-disabled");
      api.add(customers, "'b'");
      awaitDeliveries(other, "operation.live pending", "operation.live pending");
      Answer enabled = api.manager.post(HOOKS + "/" + id + "/enable", "");
      assertThat(enabled.at("/data/attributes/disabledAt").isNull()).isTrue();
      api.add(customers, "'c'");
      awaitDeliveries(id, "operation.live pending", "operation.live failed");
      String path = HOOKS + "/" + id + "/deliveries";
      String given = api.manager.get(path).ids().getLast();
      api.manager.post(path + "/" + given + "/retry", "");
      awaitDeliveries(id, "operation.live pending", "operation.live pending");
    }
  }

  @Test
  void whatItsApplicationMayNotKnowAnyMoreIsNotTold() throws InterruptedException {
    String mine = add("https://localhost", "'operation.live','computation.succeeded'").id();
    Application owner =
        api.catalog.<Application>read(tables -> tables.applications().find(101).orElseThrow());
    put(
        new Application(
            owner.id(),
            owner.organizationId(),
            owner.name(),
            owner.clientId(),
            owner.secretHash(),
            Set.of(Permission.AUDIENCES_MANAGE),
            owner.accountIds(),
            owner.requestsPerMinute(),
            true));
    try (Outbox outbox = api.outbox()) {
      assertThat(outbox).isNotNull();
      api.compute();
      api.add(customers, "'a'");
      awaitDeliveries(mine, "operation.live pending");
    }
  }

  private void put(Application application) {
    api.catalog.write(tables -> {
      tables.applications().put(application);
      return true;
    });
  }

  @Test
  void aTestIsSentAndWhatFailedIsTold() throws InterruptedException {
    String id = add("https://localhost", "'operation.live'").id();
    String path = HOOKS + "/" + id + "/deliveries";
    try (Outbox outbox = api.outbox()) {
      assertThat(outbox).isNotNull();
      String delivery = api.manager.post(HOOKS + "/" + id + "/test", "").id();
      Answer page = api.manager.get(path);
      while (page.at("/data/0/attributes/attempts").intValue() == 0) {
        Thread.sleep(20);
        page = api.manager.get(path);
      }
      assertThat(page.text("/data/0/attributes/lastFailure"))
          .isEqualTo("the address is not of the internet");
      assertThat(page.at("/data/0/attributes/nextAttemptAt").isNull()).isFalse();
      Answer again = api.manager.post(path + "/" + delivery + "/retry", "");
      assertThat(again.at("/data/attributes/attempts").intValue()).isZero();
      assertThat(again.text("/data/attributes/messageId")).isEqualTo("msg_" + delivery);
      assertThat(api.manager.post(path + "/99/retry", "").problems())
          .containsExactly("delivery-not-found");
    }
  }
}
