package dev.rollcall.audience;

import java.util.OptionalInt;
import java.util.Set;

/**
 * An API client with permissions on accounts.
 *
 * @param id fits an int32, as the sign-in contract shows it as a JSON number
 * @param organizationId the owner of the application, an int32
 * @param secretHash lower-case hex SHA-256 of the client secret, which is random and shown once
 * @param accountIds the accounts granted to it
 * @param requestsPerMinute its own rate limit; empty for the server's default
 * @param enabled a disabled application can neither sign in nor use a token it still holds
 */
public record Application(
    long id,
    int organizationId,
    String name,
    String clientId,
    String secretHash,
    Set<Permission> permissions,
    Set<Long> accountIds,
    OptionalInt requestsPerMinute,
    boolean enabled) {
  public Application {
    if (id <= 0 || id > Integer.MAX_VALUE)
      throw new IllegalArgumentException("an application id fits an int32: " + id);
    if (name.isBlank()) throw new IllegalArgumentException("an application needs a name");
    permissions = Set.copyOf(permissions);
    accountIds = Set.copyOf(accountIds);
  }

  public boolean may(Permission permission) {
    return permission.impliedBy(permissions);
  }

  @Override
  public String toString() {
    return "Application[id=" + id + ", name=" + name + "]";
  }
}
