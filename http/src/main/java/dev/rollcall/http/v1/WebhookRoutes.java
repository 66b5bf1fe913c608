package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.http.Method.DELETE;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.compute.webhook.Delivery;
import dev.rollcall.compute.webhook.Delivery.Attempt;
import dev.rollcall.compute.webhook.Webhook;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.compute.webhook.Webhooks;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Adds and removes the webhooks of accounts, and tells what was sent to them. */
public final class WebhookRoutes {
  private static final String ALL = "/accounts/{account}/webhooks";
  private static final String ONE = ALL + "/{webhook}";

  private final Webhooks webhooks;

  public WebhookRoutes(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, ALL, AUDIENCES_MANAGE, this::add).tellingSecret(),
        Route.own(GET, ALL, AUDIENCES_MANAGE, this::list),
        Route.own(GET, ONE, AUDIENCES_MANAGE, this::get),
        Route.own(POST, ONE + "/rotate-secret", AUDIENCES_MANAGE, this::rotate)
            .accepting(Accepts.NOTHING)
            .tellingSecret(),
        Route.own(POST, ONE + "/enable", AUDIENCES_MANAGE, this::enable).accepting(Accepts.NOTHING),
        Route.own(POST, ONE + "/test", AUDIENCES_MANAGE, this::test).accepting(Accepts.NOTHING),
        Route.own(GET, ONE + "/deliveries", AUDIENCES_MANAGE, this::deliveries),
        Route.own(POST, ONE + "/deliveries/{delivery}/retry", AUDIENCES_MANAGE, this::retry)
            .accepting(Accepts.NOTHING),
        Route.own(DELETE, ONE, AUDIENCES_MANAGE, this::remove));
  }

  private Response add(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes");
    String url = attributes.at("url").string();
    List<String> events = attributes.at("events").items().stream().map(JsonValue::string).toList();
    return call.together(
        () -> shown(201, webhooks.add(call.application(), call.id("account"), url, events)));
  }

  private static Response shown(int status, Outcome<Webhooks.Shown> outcome) {
    Webhooks.Shown shown = Outcomes.value(outcome);
    return Envelope.data(status, out -> write(out, shown.webhook(), Optional.of(shown.secret())));
  }

  private Response list(Call call) {
    List<Webhook> all = webhooks.list(call.id("account"));
    Paging paging = Paging.of(call);
    return Envelope.page(
        paging.slice(all),
        paging.offset(),
        paging.limit(),
        (out, webhook) -> write(out, webhook, Optional.empty()));
  }

  private Response get(Call call) {
    Webhook found = Outcomes.value(webhooks.find(call.id("account"), call.id("webhook")));
    return Envelope.data(200, out -> write(out, found, Optional.empty()));
  }

  private Response remove(Call call) {
    return call.together(() -> {
      Outcomes.value(webhooks.remove(call.id("account"), call.id("webhook")));
      return Response.empty(204);
    });
  }

  private Response rotate(Call call) {
    return call.together(() -> shown(200, webhooks.rotate(call.id("account"), call.id("webhook"))));
  }

  private Response enable(Call call) {
    return call.together(() -> {
      Webhook enabled = Outcomes.value(webhooks.enable(call.id("account"), call.id("webhook")));
      return Envelope.data(200, out -> write(out, enabled, Optional.empty()));
    });
  }

  private Response test(Call call) {
    return call.together(() -> accepted(webhooks.test(call.id("account"), call.id("webhook"))));
  }

  private static Response accepted(Outcome<Delivery> outcome) {
    Delivery delivery = Outcomes.value(outcome);
    return Envelope.data(202, out -> write(out, delivery));
  }

  private Response deliveries(Call call) {
    Paging paging = Paging.of(call);
    Page<Delivery> page =
        Outcomes.value(
            webhooks.deliveries(
                call.id("account"), call.id("webhook"), paging.offset(), paging.limit()));
    return Envelope.page(page, paging.offset(), paging.limit(), WebhookRoutes::write);
  }

  private Response retry(Call call) {
    return call.together(() ->
        accepted(webhooks.retry(call.id("account"), call.id("webhook"), call.id("delivery"))));
  }

  private static void write(JsonGenerator out, Webhook webhook, Optional<String> secret) {
    OperationJson.head(out, webhook.id(), "Webhook");
    out.writeStringProperty("url", webhook.url().toString());
    out.writeArrayPropertyStart("events");
    webhook.events().stream().sorted().forEach(type -> out.writeString(type.wireName()));
    out.writeEndArray();
    secret.ifPresent(shown -> out.writeStringProperty("secret", shown));
    out.writeStringProperty("createdAt", webhook.createdAt().toString());
    time(out, "disabledAt", webhook.disabled().map(Disabled::at));
    text(out, "disabledFor", webhook.disabled().map(Disabled::why));
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Delivery delivery) {
    OperationJson.head(out, delivery.id(), "WebhookDelivery");
    out.writeStringProperty("messageId", delivery.messageId());
    out.writeStringProperty("event", delivery.type().wireName());
    OperationJson.id(out, "about", delivery.subject());
    out.writeStringProperty("state", delivery.state().wireName());
    out.writeStringProperty("createdAt", delivery.createdAt().toString());
    out.writeNumberProperty("attempts", delivery.attempts());
    time(out, "lastAttemptAt", delivery.last().map(Attempt::at));
    Optional<Integer> status = delivery.last().map(Attempt::status).filter(s -> s != 0);
    if (status.isPresent()) out.writeNumberProperty("lastStatus", status.get());
    else out.writeNullProperty("lastStatus");
    text(out, "lastFailure", delivery.last().map(Attempt::failure).filter(f -> !f.isEmpty()));
    time(out, "nextAttemptAt", delivery.nextAt());
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void time(JsonGenerator out, String name, Optional<Instant> time) {
    text(out, name, time.map(Instant::toString));
  }

  private static void text(JsonGenerator out, String name, Optional<String> text) {
    if (text.isPresent()) out.writeStringProperty(name, text.get());
    else out.writeNullProperty(name);
  }
}
