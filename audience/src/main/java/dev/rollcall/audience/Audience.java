package dev.rollcall.audience;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Segments of one retailer combined by algebra, owned by an account.
 *
 * @param name unique among the account's audiences, trimmed
 * @param createdById null when an application made it
 */
public record Audience(
    long id,
    long accountId,
    long retailerId,
    String name,
    @Nullable String description,
    AlgebraNode algebra,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Long createdById) {

  public Audience revised(
      String newName, @Nullable String newDescription, AlgebraNode newAlgebra, Instant at) {
    return new Audience(
        id, accountId, retailerId, newName, newDescription, newAlgebra, createdAt, at, createdById);
  }
}
