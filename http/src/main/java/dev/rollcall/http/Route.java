package dev.rollcall.http;

import dev.rollcall.audience.Permission;
import java.util.EnumSet;
import java.util.Set;

/**
 * One line of the route table.
 *
 * @param template the path, with parameters in braces; {@code {version}} comes first in a route of
 *     the retail-media API, {@code {account}} and {@code {retailer}} are checked against the
 *     caller's grants
 * @param versions the versions of the retail-media API that have it; none for a path of the
 *     server's own
 * @param accepts what the route reads
 * @param traits what sets the route apart, for most nothing
 */
public record Route(
    Method method,
    String template,
    Set<Version> versions,
    Access access,
    Accepts accepts,
    Set<Trait> traits,
    Handler handler) {
  private static final String RETAIL_MEDIA = "/{version}/retail-media";
  private static final String OWN = "/v1";

  /** What sets a route apart from most. */
  public enum Trait {
    /** Its calls do not count towards the caller's rate limit. */
    UNCOUNTED,
    /** Its problems have {@code traceId} alone, without {@code traceIdentifier}. */
    TRACED_ONCE
  }

  public Route {
    versions = Set.copyOf(versions);
    traits = Set.copyOf(traits);
  }

  /** A route of the retail-media API; the path is what follows {@code /{version}/retail-media}. */
  public static Route retailMedia(
      Method method, String path, Set<Version> versions, Access access, Handler handler) {
    return new Route(
        method, RETAIL_MEDIA + path, versions, access, Accepts.by(method), Set.of(), handler);
  }

  /** A route of the retail-media API for applications with the permission. */
  public static Route retailMedia(
      Method method, String path, Set<Version> versions, Permission permission, Handler handler) {
    return retailMedia(method, path, versions, new Access.Needs(permission), handler);
  }

  /** A route of the server's own API; the path is what follows {@code /v1}. */
  public static Route own(Method method, String path, Permission permission, Handler handler) {
    return new Route(
        method,
        OWN + path,
        Set.of(),
        new Access.Needs(permission),
        Accepts.by(method),
        Set.of(),
        handler);
  }

  /** A route that needs no token. */
  public static Route open(Method method, String template, Handler handler) {
    return new Route(
        method, template, Set.of(), new Access.Open(), Accepts.by(method), Set.of(), handler);
  }

  /** The same, not counted towards the rate limit. */
  public Route uncounted() {
    return with(Trait.UNCOUNTED);
  }

  /** The same, with problems that have {@code traceId} alone. */
  public Route tracedOnce() {
    return with(Trait.TRACED_ONCE);
  }

  private Route with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Route(method, template, versions, access, accepts, more, handler);
  }

  /** The same, reading something else than a JSON document of usual size. */
  public Route accepting(Accepts other) {
    return new Route(method, template, versions, access, other, traits, handler);
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
