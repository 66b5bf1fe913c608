package dev.rollcall.compute.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An address that is told what happens in an account.
 *
 * @param applicationId who added it; it is told of that application's imports too
 * @param sealedSecret what its messages are signed with, sealed
 * @param earlier the secret before, which signs besides for a while
 * @param disabled since when and why it is not told any more
 */
public record Webhook(
    long id,
    long accountId,
    long applicationId,
    URI url,
    Set<EventType> events,
    String sealedSecret,
    Optional<Earlier> earlier,
    Instant createdAt,
    Optional<Disabled> disabled) {
  /** A secret that was replaced, and until when it is used beside the new one. */
  public record Earlier(String sealedSecret, Instant until) {}

  /** Why nothing is sent any more. */
  public record Disabled(Instant at, String why) {
    /** Why what was open is given up. */
    public static final String OPEN = "the webhook is disabled";
  }

  public Webhook {
    events = Set.copyOf(events);
  }

  Webhook disabled(Optional<Disabled> since) {
    return new Webhook(
        id, accountId, applicationId, url, events, sealedSecret, earlier, createdAt, since);
  }

  Webhook rotated(String newSealedSecret, Instant until) {
    return new Webhook(
        id,
        accountId,
        applicationId,
        url,
        events,
        newSealedSecret,
        Optional.of(new Earlier(sealedSecret, until)),
        createdAt,
        disabled);
  }

  boolean wants(EventType type) {
    return disabled.isEmpty() && events.contains(type);
  }

  /** Neither the address, which may hold a token, nor the secret. */
  @Override
  public String toString() {
    return "Webhook[" + id + "]";
  }
}
