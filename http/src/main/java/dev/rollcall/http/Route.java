package dev.rollcall.http;

import dev.rollcall.audience.Permission;
import java.util.Set;

/**
 * One line of the route table.
 *
 * @param template the path, with parameters in braces; {@code {version}} comes first in a route of
 *     the retail-media API, {@code {account}} and {@code {retailer}} are checked against the
 *     caller's grants
 * @param versions the versions of the retail-media API that have it; none for a path of the
 *     server's own
 * @param counted whether a call counts towards the caller's rate limit
 * @param accepts what the route reads
 */
public record Route(
    Method method,
    String template,
    Set<Version> versions,
    Access access,
    boolean counted,
    Accepts accepts,
    Handler handler) {
  private static final String RETAIL_MEDIA = "/{version}/retail-media";
  private static final String OWN = "/v1";

  public Route {
    versions = Set.copyOf(versions);
  }

  /** A route of the retail-media API; the path is what follows {@code /{version}/retail-media}. */
  public static Route retailMedia(
      Method method, String path, Set<Version> versions, Access access, Handler handler) {
    return new Route(
        method, RETAIL_MEDIA + path, versions, access, true, Accepts.by(method), handler);
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
        true,
        Accepts.by(method),
        handler);
  }

  /** A route that needs no token. */
  public static Route open(Method method, String template, Handler handler) {
    return new Route(
        method, template, Set.of(), new Access.Open(), false, Accepts.by(method), handler);
  }

  /** The same, not counted towards the rate limit. */
  public Route uncounted() {
    return new Route(method, template, versions, access, false, accepts, handler);
  }

  /** The same, reading something else than a JSON document of usual size. */
  public Route accepting(Accepts other) {
    return new Route(method, template, versions, access, counted, other, handler);
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
