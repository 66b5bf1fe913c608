package dev.rollcall.http.access;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.http.Caller;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The applications of the catalog, kept at hand: every request asks for one. Read again when the
 * catalog's version has moved, so that a permission taken away is gone with the next request.
 */
public final class Directory {
  private final Catalog catalog;
  private volatile Edition edition = new Edition(Long.MIN_VALUE, Map.of(), Map.of());

  public Directory(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What the catalog said at a version, or soon after it. */
  private record Edition(
      long version, Map<Long, Caller> byId, Map<String, Application> byClientId) {}

  /** The application of that id, while it is enabled. */
  Optional<Caller> find(long applicationId) {
    return Optional.ofNullable(current().byId.get(applicationId));
  }

  /** The application of that client id, while it is enabled. */
  Optional<Application> findByClientId(String clientId) {
    return Optional.ofNullable(current().byClientId.get(clientId));
  }

  /** Whether nothing has to be read before an application is found. */
  boolean isCurrent() {
    return edition.version == catalog.version();
  }

  private Edition current() {
    Edition known = edition;
    return known.version == catalog.version() ? known : refreshed();
  }

  private synchronized Edition refreshed() {
    long version = catalog.version();
    if (edition.version != version) edition = catalog.read(tables -> read(version, tables));
    return edition;
  }

  private static Edition read(long version, Catalog.Tables tables) {
    Map<Long, Set<Long>> retailers = new HashMap<>();
    for (Account account : tables.accounts().list())
      retailers.put(account.id(), account.retailerIds());
    Map<Long, Caller> byId = new HashMap<>();
    Map<String, Application> byClientId = new HashMap<>();
    for (Application application : tables.applications().list()) {
      if (!application.enabled()) continue;
      Set<Long> granted = new HashSet<>();
      for (long account : application.accountIds())
        granted.addAll(retailers.getOrDefault(account, Set.of()));
      byId.put(application.id(), new Caller(application, granted));
      byClientId.put(application.clientId(), application);
    }
    return new Edition(version, Map.copyOf(byId), Map.copyOf(byClientId));
  }
}
