package dev.rollcall.storage.sql;

import dev.rollcall.compute.webhook.Delivery;
import dev.rollcall.compute.webhook.Delivery.Attempt;
import dev.rollcall.compute.webhook.EventType;
import dev.rollcall.compute.webhook.Webhook;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.compute.webhook.Webhook.Earlier;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Webhooks and their deliveries as rows. */
final class WebhookRows {
  private WebhookRows() {}

  static <S extends SqlStatement<S>> S bound(S statement, Webhook webhook) {
    return statement
        .bind("id", webhook.id())
        .bind("accountId", webhook.accountId())
        .bind("applicationId", webhook.applicationId())
        .bind("url", webhook.url().toString())
        .bind("events", Columns.json(webhook.events().stream().map(Enum::name).sorted().toList()))
        .bind("sealedSecret", webhook.sealedSecret())
        .bind("earlierSecret", webhook.earlier().map(Earlier::sealedSecret).orElse(null))
        .bind("earlierUntil", Columns.micros(webhook.earlier().map(Earlier::until).orElse(null)))
        .bind("createdAt", Columns.micros(webhook.createdAt()))
        .bind("disabledAt", Columns.micros(webhook.disabled().map(Disabled::at).orElse(null)))
        .bind("disabledWhy", webhook.disabled().map(Disabled::why).orElse(null));
  }

  static Webhook webhook(ResultSet row, StatementContext context) throws SQLException {
    Instant until = Columns.instantOrNull(row, "earlier_until");
    Instant disabled = Columns.instantOrNull(row, "disabled_at");
    return new Webhook(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getLong("application_id"),
        URI.create(row.getString("url")),
        Columns.texts(row, "events").stream().map(EventType::valueOf).collect(Collectors.toSet()),
        row.getString("sealed_secret"),
        until == null
            ? Optional.empty()
            : Optional.of(new Earlier(row.getString("earlier_secret"), until)),
        Columns.instant(row, "created_at"),
        disabled == null
            ? Optional.empty()
            : Optional.of(new Disabled(disabled, row.getString("disabled_why"))));
  }

  static <S extends SqlStatement<S>> S bound(S statement, Delivery delivery) {
    return statement
        .bind("id", delivery.id())
        .bind("webhookId", delivery.webhookId())
        .bind("type", delivery.type().name())
        .bind("retailerId", delivery.retailerId())
        .bind("subject", delivery.subject())
        .bind("createdAt", Columns.micros(delivery.createdAt()))
        .bind("state", delivery.state().name())
        .bind("body", delivery.body())
        .bind("attempts", delivery.attempts())
        .bind("lastAt", Columns.micros(delivery.last().map(Attempt::at).orElse(null)))
        .bind("lastStatus", delivery.last().map(Attempt::status).orElse(null))
        .bind("lastFailure", delivery.last().map(Attempt::failure).orElse(null))
        .bind("nextAt", Columns.micros(delivery.nextAt().orElse(null)));
  }

  static Delivery delivery(ResultSet row, StatementContext context) throws SQLException {
    Instant last = Columns.instantOrNull(row, "last_at");
    return new Delivery(
        row.getLong("id"),
        row.getLong("webhook_id"),
        EventType.valueOf(row.getString("type")),
        row.getLong("retailer_id"),
        row.getLong("subject"),
        Columns.instant(row, "created_at"),
        Delivery.State.valueOf(row.getString("state")),
        row.getString("body"),
        row.getInt("attempts"),
        last == null
            ? Optional.empty()
            : Optional.of(
                new Attempt(last, row.getInt("last_status"), row.getString("last_failure"))),
        Optional.ofNullable(Columns.instantOrNull(row, "next_at")));
  }
}
