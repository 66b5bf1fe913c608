package dev.rollcall.audience;

import dev.rollcall.identity.Channel;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named set of one retailer's shoppers, owned by an account.
 *
 * @param name unique in the account, trimmed
 * @param createdById null when an application made it
 */
public record AudienceSegment(
    long id,
    long accountId,
    long retailerId,
    String name,
    @Nullable String description,
    Definition definition,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Long createdById) {

  /** Where its members can be reached. */
  public Set<Channel> channels() {
    return switch (definition) {
      case Definition.ContactList(var type) -> Set.of(type.channel());
      case Definition.Events events -> Set.of(Channel.ONSITE, Channel.OFFSITE);
    };
  }

  public AudienceSegment renamed(String newName, @Nullable String newDescription, Instant at) {
    return new AudienceSegment(
        id, accountId, retailerId, newName, newDescription, definition, createdAt, at, createdById);
  }
}
