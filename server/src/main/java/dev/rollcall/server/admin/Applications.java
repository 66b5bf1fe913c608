package dev.rollcall.server.admin;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.access.TokenRoutes;
import dev.rollcall.server.terminal.Failure;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * API clients, which only an operator adds and changes. A running server notices within a second.
 */
public final class Applications {
  private static final int CLIENT_ID_BYTES = 16;

  /** Bytes of chance in a client secret. */
  private static final int SECRET_BYTES = 32;

  /** The one organization whose deployment this is. */
  private static final int ORGANIZATION = 1;

  private final Catalog catalog;
  private final SecureRandom random;

  public Applications(Catalog catalog, SecureRandom random) {
    this.catalog = catalog;
    this.random = random;
  }

  /** An application with its secret, which is not to be had again. */
  public record Issued(Application application, String secret) {
    @Override
    public String toString() {
      return application.toString();
    }
  }

  /** Adds an application; of its secret only a hash is kept. */
  public Issued add(
      String name,
      Set<Permission> permissions,
      Set<Long> accountIds,
      OptionalInt requestsPerMinute) {
    String secret = secret();
    return catalog.write(tables -> {
      accountIds.forEach(id -> Directory.account(tables, id));
      Application application =
          new Application(
              tables.newId(),
              ORGANIZATION,
              Directory.named(name),
              clientId(),
              TokenRoutes.hash(secret),
              permissions,
              accountIds,
              requestsPerMinute,
              true);
      tables.applications().put(application);
      return new Issued(application, secret);
    });
  }

  public List<Application> list() {
    return catalog.read(tables -> tables.applications().list());
  }

  /** Gives the application another secret; the one it had is of no use any more. */
  public Issued rotateSecret(long applicationId) {
    String secret = secret();
    return new Issued(
        change(
            applicationId,
            a ->
                revised(a, TokenRoutes.hash(secret), a.permissions(), a.accountIds(), a.enabled())),
        secret);
  }

  /** Disabled, it can neither sign in nor use a token it still holds. */
  public Application enable(long applicationId, boolean enabled) {
    return change(
        applicationId, a -> revised(a, a.secretHash(), a.permissions(), a.accountIds(), enabled));
  }

  public Application grant(long applicationId, Set<Permission> permissions, Set<Long> accountIds) {
    catalog.read(tables -> accountIds.stream().map(id -> Directory.account(tables, id)).toList());
    return change(
        applicationId,
        a ->
            revised(
                a,
                a.secretHash(),
                Directory.union(a.permissions(), permissions),
                Directory.union(a.accountIds(), accountIds),
                a.enabled()));
  }

  public Application revoke(long applicationId, Set<Permission> permissions, Set<Long> accountIds) {
    return change(
        applicationId,
        a ->
            revised(
                a,
                a.secretHash(),
                without(a.permissions(), permissions),
                without(a.accountIds(), accountIds),
                a.enabled()));
  }

  /**
   * Gives the application a rate limit of its own.
   *
   * @param requestsPerMinute empty for the server's default
   */
  public Application limit(long applicationId, OptionalInt requestsPerMinute) {
    return change(
        applicationId,
        a ->
            new Application(
                a.id(),
                a.organizationId(),
                a.name(),
                a.clientId(),
                a.secretHash(),
                a.permissions(),
                a.accountIds(),
                requestsPerMinute,
                a.enabled()));
  }

  private Application change(long applicationId, UnaryOperator<Application> change) {
    return catalog.write(tables -> {
      Application changed =
          change.apply(
              tables
                  .applications()
                  .find(applicationId)
                  .orElseThrow(() -> new Failure("there is no application " + applicationId)));
      tables.applications().put(changed);
      return changed;
    });
  }

  private static Application revised(
      Application application,
      String secretHash,
      Set<Permission> permissions,
      Set<Long> accountIds,
      boolean enabled) {
    return new Application(
        application.id(),
        application.organizationId(),
        application.name(),
        application.clientId(),
        secretHash,
        permissions,
        accountIds,
        application.requestsPerMinute(),
        enabled);
  }

  private static <T> Set<T> without(Set<T> some, Set<T> fewer) {
    Set<T> rest = new HashSet<>(some);
    rest.removeAll(fewer);
    return rest;
  }

  private String clientId() {
    return HexFormat.of().formatHex(chance(CLIENT_ID_BYTES));
  }

  private String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(chance(SECRET_BYTES));
  }

  private byte[] chance(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
