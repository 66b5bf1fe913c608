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
 * @param sharing which other accounts may use it
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
    @Nullable Long createdById,
    Sharing sharing) {

  /** A segment that is not shared. */
  public AudienceSegment(
      long id,
      long accountId,
      long retailerId,
      String name,
      @Nullable String description,
      Definition definition,
      Instant createdAt,
      Instant updatedAt,
      @Nullable Long createdById) {
    this(
        id,
        accountId,
        retailerId,
        name,
        description,
        definition,
        createdAt,
        updatedAt,
        createdById,
        Sharing.NONE);
  }

  /** Where its members can be reached. */
  public Set<Channel> channels() {
    return switch (definition) {
      case Definition.ContactList(var type) -> Set.of(type.channel());
      case Definition.Events events -> Set.of(Channel.ONSITE, Channel.OFFSITE);
    };
  }

  /** The segment after an update; whoever makes it, its kind stays. */
  public AudienceSegment changed(
      String newName, @Nullable String newDescription, Definition newDefinition, Instant at) {
    return new AudienceSegment(
        id,
        accountId,
        retailerId,
        newName,
        newDescription,
        newDefinition,
        createdAt,
        at,
        createdById,
        sharing);
  }

  public AudienceSegment shared(Sharing changed, Instant at) {
    return new AudienceSegment(
        id,
        accountId,
        retailerId,
        name,
        description,
        definition,
        createdAt,
        at,
        createdById,
        changed);
  }

  /** Whether the account may use it: as its own, or as one shared with it. */
  public boolean visibleTo(Account account) {
    return accountId == account.id()
        || (sharing.reaches(account.id()) && account.retailerIds().contains(retailerId));
  }
}
