package dev.rollcall.storage.sql;

import dev.rollcall.audience.Page;
import dev.rollcall.compute.webhook.Delivery;
import dev.rollcall.compute.webhook.Webhook;
import dev.rollcall.compute.webhook.Webhook.Disabled;
import dev.rollcall.compute.webhook.WebhookStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Webhooks in the catalog's database; the catalog's version stays as it is. */
final class SqlWebhookStore implements WebhookStore {
  private static final String OPEN = "state IN ('WAITING', 'PENDING')";

  private static final String CHANGE_DELIVERY =
      """
      UPDATE webhook_delivery SET state = :state, body = :body, attempts = :attempts, last_at = :lastAt,
        last_status = :lastStatus, last_failure = :lastFailure, next_at = :nextAt
      WHERE id = :id
      """;

  private final Database database;

  SqlWebhookStore(Database database) {
    this.database = database;
  }

  private void write(String sql, Object... values) {
    database.join(handle -> handle.execute(sql, values));
  }

  @Override
  public void insert(Webhook webhook, Cursor from) {
    database.join(handle -> {
      long others = handle.select("SELECT count(*) FROM webhook").mapTo(long.class).one();
      if (others == 0) move(handle, from);
      return WebhookRows.bound(
              handle.createUpdate(
                  """
                  INSERT INTO webhook (id, account_id, application_id, url, events, sealed_secret, earlier_secret,
                    earlier_until, created_at, disabled_at, disabled_why)
                  VALUES (:id, :accountId, :applicationId, :url, :events, :sealedSecret, :earlierSecret,
                    :earlierUntil, :createdAt, :disabledAt, :disabledWhy)
                  """),
              webhook)
          .execute();
    });
  }

  @Override
  public void disable(long webhookId, Disabled disabled) {
    long at = micros(disabled.at());
    database.join(handle ->
        handle.execute(
                "UPDATE webhook SET disabled_at = ?, disabled_why = ? WHERE id = ?",
                at,
                disabled.why(),
                webhookId)
            + handle.execute(
                "UPDATE webhook_delivery SET state = 'FAILED', last_at = ?, last_status = 0, last_failure = ?,"
                    + " next_at = NULL WHERE webhook_id = ? AND "
                    + OPEN,
                at,
                Disabled.OPEN,
                webhookId));
  }

  @Override
  public void rotate(long webhookId, String sealedSecret, Instant until) {
    database.join(handle ->
        handle.execute(
            """
            UPDATE webhook SET earlier_secret = sealed_secret, earlier_until = ?, sealed_secret = ?
            WHERE id = ?
            """,
            Columns.micros(until),
            sealedSecret,
            webhookId));
  }

  @Override
  public void enable(long webhookId) {
    write("UPDATE webhook SET disabled_at = NULL, disabled_why = NULL WHERE id = ?", webhookId);
  }

  @Override
  public void delete(long webhookId) {
    database.join(handle ->
        handle.execute("DELETE FROM webhook_delivery WHERE webhook_id = ?", webhookId)
            + handle.execute("DELETE FROM webhook WHERE id = ?", webhookId));
  }

  @Override
  public Optional<Webhook> find(long webhookId) {
    return webhooks("WHERE id = ?", webhookId).stream().findFirst();
  }

  @Override
  public List<Webhook> list(long accountId) {
    return webhooks("WHERE account_id = ?", accountId);
  }

  @Override
  public List<Webhook> all() {
    return webhooks("");
  }

  private List<Webhook> webhooks(String where, Object... values) {
    return database.read(handle ->
        handle
            .select("SELECT * FROM webhook " + where + " ORDER BY id", values)
            .map(WebhookRows::webhook)
            .list());
  }

  @Override
  public Cursor cursor() {
    return database.read(SqlWebhookStore::cursor);
  }

  private static Cursor cursor(Handle handle) {
    return handle
        .createQuery("SELECT operation, computation FROM webhook_state")
        .map((row, context) -> new Cursor(row.getLong("operation"), row.getLong("computation")))
        .one();
  }

  private static void move(Handle handle, Cursor further) {
    Cursor to = cursor(handle).max(further);
    handle.execute(
        "UPDATE webhook_state SET operation = ?, computation = ?",
        to.operation(),
        to.computation());
  }

  @Override
  public void note(Cursor upTo, List<Delivery> deliveries) {
    database.join(handle -> {
      move(handle, upTo);
      return insert(handle, deliveries);
    });
  }

  @Override
  public Delivery add(Delivery delivery) {
    return delivery.kept(database.join(handle -> insert(handle, List.of(delivery))));
  }

  /** Inserts deliveries whose webhook is there still and not disabled; gives the last id. */
  private static long insert(Handle handle, List<Delivery> deliveries) {
    long last =
        handle
            .createQuery(
                "UPDATE webhook_state SET last_delivery = last_delivery + ? RETURNING last_delivery")
            .bind(0, deliveries.size())
            .mapTo(long.class)
            .one();
    if (deliveries.isEmpty()) return last;
    long id = last - deliveries.size();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO webhook_delivery (id, webhook_id, type, retailer_id, subject, created_at, state, body, attempts,
              last_at, last_status, last_failure, next_at)
            SELECT :id, :webhookId, :type, :retailerId, :subject, :createdAt, :state, :body, :attempts,
              :lastAt, :lastStatus, :lastFailure, :nextAt
            FROM webhook WHERE id = :webhookId AND disabled_at IS NULL
            """);
    for (Delivery delivery : deliveries) WebhookRows.bound(batch, delivery.kept(++id)).add();
    batch.execute();
    return last;
  }

  @Override
  public void put(Delivery delivery) {
    database.join(
        handle -> WebhookRows.bound(handle.createUpdate(CHANGE_DELIVERY), delivery).execute());
  }

  @Override
  public int change(List<Change> changes) {
    if (changes.isEmpty()) return 0;
    return database.join(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              CHANGE_DELIVERY
                  + """
                   AND state = :seenState AND attempts = :seenAttempts AND coalesce(next_at, 0) = :seenNextAt
                  """);
      for (Change change : changes)
        WebhookRows.bound(batch, change.next())
            .bind("seenState", change.seen().state().name())
            .bind("seenAttempts", change.seen().attempts())
            .bind("seenNextAt", change.seen().nextAt().map(SqlWebhookStore::micros).orElse(0L))
            .add();
      return Arrays.stream(batch.execute()).sum();
    });
  }

  @Override
  public Optional<Delivery> delivery(long deliveryId) {
    return deliveries("WHERE id = ?", deliveryId).stream().findFirst();
  }

  private List<Delivery> deliveries(String where, Object... values) {
    return database.read(handle ->
        handle
            .select("SELECT * FROM webhook_delivery " + where, values)
            .map(WebhookRows::delivery)
            .list());
  }

  @Override
  public Page<Delivery> deliveries(long webhookId, int offset, int limit) {
    return database.read(handle ->
        new Page<>(
            handle
                .select(
                    "SELECT * FROM webhook_delivery WHERE webhook_id = ? ORDER BY id DESC LIMIT ? OFFSET ?",
                    webhookId,
                    limit,
                    offset)
                .map(WebhookRows::delivery)
                .list(),
            handle
                .select("SELECT count(*) FROM webhook_delivery WHERE webhook_id = ?", webhookId)
                .mapTo(long.class)
                .one()));
  }

  @Override
  public Set<Long> waitedFor() {
    String sql = "SELECT DISTINCT retailer_id FROM webhook_delivery WHERE state = 'WAITING'";
    return database.read(handle -> handle.select(sql).mapTo(Long.class).set());
  }

  @Override
  public List<Delivery> waiting(long retailerId, long upToOperation, int limit) {
    return deliveries(
        "WHERE state = 'WAITING' AND retailer_id = ? AND subject <= ? ORDER BY subject, id LIMIT ?",
        retailerId,
        upToOperation,
        limit);
  }

  @Override
  public List<Long> due(Instant now) {
    String sql =
        "SELECT DISTINCT webhook_id FROM webhook_delivery WHERE state = 'PENDING' AND next_at <= ? ORDER BY webhook_id";
    return database.read(
        handle -> handle.select(sql, Columns.micros(now)).mapTo(Long.class).list());
  }

  @Override
  public List<Delivery> due(long webhookId, Instant now, int limit) {
    return deliveries(
        "WHERE state = 'PENDING' AND webhook_id = ? AND next_at <= ? ORDER BY next_at, id LIMIT ?",
        webhookId,
        micros(now),
        limit);
  }

  private static long micros(Instant time) {
    return Objects.requireNonNull(Columns.micros(time));
  }

  @Override
  public Optional<Instant> nextDue() {
    String sql =
        "SELECT next_at FROM webhook_delivery WHERE state = 'PENDING' ORDER BY next_at LIMIT 1";
    return database.read(handle ->
        handle.select(sql).map((row, context) -> Columns.instant(row, "next_at")).findOne());
  }

  @Override
  public long open(long webhookId) {
    return database.read(handle ->
        handle
            .select(
                "SELECT count(*) FROM webhook_delivery WHERE webhook_id = ? AND " + OPEN, webhookId)
            .mapTo(long.class)
            .one());
  }

  @Override
  public void forget(Instant before) {
    write("DELETE FROM webhook_delivery WHERE created_at < ? AND NOT " + OPEN, micros(before));
  }
}
