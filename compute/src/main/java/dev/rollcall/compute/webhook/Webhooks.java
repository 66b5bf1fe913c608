package dev.rollcall.compute.webhook;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Permission;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.history.OperationHistory;
import dev.rollcall.compute.ComputationHistory;
import dev.rollcall.compute.Operations;
import dev.rollcall.compute.Pulse;
import dev.rollcall.compute.webhook.WebhookStore.Cursor;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The webhooks of accounts: added, removed, tried, and what was sent to them. */
public final class Webhooks {
  /** Webhooks of one account, at most. */
  public static final int EACH = 10;

  /** Characters in an address, at most. */
  public static final int URL_LENGTH = 2_000;

  /** How long the secret before signs beside the new one. */
  public static final Duration BOTH_SECRETS = Duration.ofHours(24);

  private final Catalog catalog;
  private final WebhookStore store;
  private final OperationHistory operations;
  private final ComputationHistory computations;
  private final SecretSeal seal;
  private final Courier courier;
  private final EventBodies bodies;
  private final Clock clock;
  private final Pulse pulse;

  public Webhooks(
      Catalog catalog,
      WebhookStore store,
      OperationHistory operations,
      ComputationHistory computations,
      SecretSeal seal,
      Courier courier,
      EventBodies bodies,
      Clock clock,
      Pulse pulse) {
    this.catalog = catalog;
    this.store = store;
    this.operations = operations;
    this.computations = computations;
    this.seal = seal;
    this.courier = courier;
    this.bodies = bodies;
    this.clock = clock;
    this.pulse = pulse;
  }

  /** A webhook with its secret, which is told this once. */
  public record Shown(Webhook webhook, String secret) {}

  /**
   * Begins to send.
   *
   * @param chance from 0 to 1, another at every call
   */
  public Outbox open(Operations statuses, DoubleSupplier chance) {
    Feed feed = new Feed(store, statuses, operations, computations, bodies, clock, this::mayBeTold);
    Dispatch dispatch = new Dispatch(store, seal, courier, clock, chance, this::mayBeTold);
    return new Outbox(pulse, store, feed, dispatch, clock);
  }

  /** Whether the application that added a webhook could still add it. */
  private boolean mayBeTold(Webhook webhook, EventType type) {
    return catalog
        .<Optional<Application>>read(tables -> tables.applications().find(webhook.applicationId()))
        .filter(Application::enabled)
        .filter(owner -> owner.accountIds().contains(webhook.accountId()))
        .filter(owner -> owner.may(Permission.AUDIENCES_MANAGE))
        .filter(owner -> !type.ofComputations() || owner.may(Permission.COMPUTATIONS_READ))
        .isPresent();
  }

  /** Adds a webhook, which is told of what happens from now on, perhaps of what just did. */
  public Outcome<Shown> add(
      Application caller, long accountId, @Nullable String url, List<String> events) {
    URI address = address(url).orElse(null);
    if (address == null)
      return Outcome.refused(
          ProblemCode.INVALID_VALUE.at(
              "@url",
              "url must be an absolute http or https URL of at most "
                  + URL_LENGTH
                  + " characters, without user information or a fragment"));
    String refusal = courier.refusal(address);
    if (!refusal.isEmpty()) return Outcome.refused(ProblemCode.INVALID_VALUE.at("@url", refusal));
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (String name : events) {
      Optional<EventType> type = EventType.parse(name);
      if (type.isEmpty())
        return Outcome.refused(
            ProblemCode.INVALID_VALUE.at("@events", "events names a type that there is not"));
      types.add(type.get());
    }
    if (types.isEmpty())
      return Outcome.refused(
          ProblemCode.REQUIRED_FIELD.at("@events", "events must name at least one type"));
    if (types.stream().anyMatch(EventType::ofComputations)
        && !caller.may(Permission.COMPUTATIONS_READ))
      return Outcome.refused(
          ProblemCode.PERMISSION_DENIED.because(
              "To be told of computations the application needs the permission "
                  + Permission.COMPUTATIONS_READ.wireName()));
    return keep(caller, accountId, address, types);
  }

  /** One write, so that two added at once are counted one after the other. */
  private Outcome<Shown> keep(Application caller, long accountId, URI url, Set<EventType> types) {
    return catalog.write(tables ->
        store.list(accountId).size() >= EACH
            ? Outcome.refused(
                ProblemCode.WEBHOOKS_LIMIT_EXCEEDED.because(
                    "An account has at most " + EACH + " webhooks"))
            : Outcome.done(insert(tables.newId(), caller, accountId, url, types)));
  }

  private Shown insert(long id, Application caller, long accountId, URI url, Set<EventType> types) {
    Signature secret = seal.fresh();
    Webhook webhook =
        new Webhook(
            id,
            accountId,
            caller.id(),
            url,
            types,
            seal.seal(id, secret),
            Optional.empty(),
            clock.instant(),
            Optional.empty());
    long newest =
        computations.list(0, 1).items().stream().findFirst().map(run -> run.id()).orElse(0L);
    store.insert(webhook, new Cursor(operations.position(), newest));
    return new Shown(webhook, secret.shown());
  }

  private static Optional<URI> address(@Nullable String text) {
    if (text == null || text.length() > URL_LENGTH) return Optional.empty();
    try {
      URI url = new URI(text);
      boolean right =
          ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null
              && url.getPort() <= 65_535
              && url.toASCIIString().equals(text);
      return right ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The webhooks of an account, oldest first. */
  public List<Webhook> list(long accountId) {
    return store.list(accountId);
  }

  public Outcome<Webhook> find(long accountId, long webhookId) {
    return store
        .find(webhookId)
        .filter(webhook -> webhook.accountId() == accountId)
        .map(Outcome::done)
        .orElseGet(() ->
            Outcome.refused(
                ProblemCode.WEBHOOK_NOT_FOUND.because("There is no webhook " + webhookId)));
  }

  /** Removes a webhook with all that was, or is, to be sent to it. */
  public Outcome<Webhook> remove(long accountId, long webhookId) {
    Outcome<Webhook> found = find(accountId, webhookId);
    if (found instanceof Outcome.Done<Webhook>) store.delete(webhookId);
    return found;
  }

  /**
   * Sends to a webhook again that was disabled: what happens from now on, perhaps what just did.
   * What was given up when it was disabled stays so, and can be sent again one by one.
   */
  public Outcome<Webhook> enable(long accountId, long webhookId) {
    return find(accountId, webhookId)
        .map(webhook -> {
          store.enable(webhookId);
          return webhook.disabled(Optional.empty());
        });
  }

  /** Gives a new secret; for a day the one before signs too. */
  public Outcome<Shown> rotate(long accountId, long webhookId) {
    return find(accountId, webhookId)
        .map(webhook -> {
          Signature secret = seal.fresh();
          String sealed = seal.seal(webhookId, secret);
          Instant until = clock.instant().plus(BOTH_SECRETS);
          store.rotate(webhookId, sealed, until);
          return new Shown(webhook.rotated(sealed, until), secret.shown());
        });
  }

  /** What was, or is, to be sent to a webhook, newest first. */
  public Outcome<Page<Delivery>> deliveries(long accountId, long webhookId, int offset, int limit) {
    return find(accountId, webhookId).map(webhook -> store.deliveries(webhook.id(), offset, limit));
  }

  /** Sends a delivery again, now, under the same id. */
  public Outcome<Delivery> retry(long accountId, long webhookId, long deliveryId) {
    return enabled(accountId, webhookId)
        .then(webhook -> {
          Delivery found =
              store.delivery(deliveryId).filter(d -> d.webhookId() == webhookId).orElse(null);
          if (found == null || found.body().isEmpty())
            return Outcome.refused(
                ProblemCode.DELIVERY_NOT_FOUND.because(
                    "There is no delivery " + deliveryId + " that could be sent"));
          Delivery again = found.again(clock.instant());
          store.put(again);
          catalog.afterwards(pulse::hint);
          return Outcome.done(again);
        });
  }

  /** Sends a message that tells of nothing. */
  public Outcome<Delivery> test(long accountId, long webhookId) {
    return enabled(accountId, webhookId)
        .map(webhook -> {
          Instant at = clock.instant();
          String body = bodies.test(at, webhook);
          Delivery kept = store.add(Delivery.of(webhook, EventType.TEST, 0, 0, at, body));
          catalog.afterwards(pulse::hint);
          return kept;
        });
  }

  private Outcome<Webhook> enabled(long accountId, long webhookId) {
    return find(accountId, webhookId)
        .then(webhook ->
            webhook
                .disabled()
                .map(disabled ->
                    Outcome.<Webhook>refused(
                        ProblemCode.WEBHOOK_DISABLED.because(
                            "The webhook is disabled: " + disabled.why() + "; enable it first")))
                .orElseGet(() -> Outcome.done(webhook)));
  }
}
