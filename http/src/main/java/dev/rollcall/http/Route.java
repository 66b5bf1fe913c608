package dev.rollcall.http;

import dev.rollcall.audience.Permission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
 * @param replay what tells from the log what a request sent again was answered; null when nothing
 *     does
 * @param atOnce whether, for these parameters of the path, its answer waits for nothing
 */
public record Route(
    Method method,
    String template,
    Set<Version> versions,
    Access access,
    Accepts accepts,
    Set<Trait> traits,
    Handler handler,
    @Nullable Replay replay,
    Predicate<Map<String, String>> atOnce) {
  private static final String RETAIL_MEDIA = "/{version}/retail-media";
  private static final String OWN = "/v1";

  /** What sets a route apart from most. */
  public enum Trait {
    /** Its calls do not count towards the caller's rate limit. */
    UNCOUNTED,
    /** Its problems have {@code traceId} alone, without {@code traceIdentifier}. */
    TRACED_ONCE,
    /** Its calls change nothing, or nothing when sent again, whatever their method. */
    READING,
    /** Its answer tells a secret: for a retry it is kept sealed. */
    TELLS_SECRET,
    /** What it did is told by the log alone: no answer is kept. */
    TOLD_BY_LOG
  }

  public Route {
    versions = Set.copyOf(versions);
    traits = Set.copyOf(traits);
  }

  /** A route at a path. */
  public static Route at(
      Method method, String template, Set<Version> versions, Access access, Handler handler) {
    return new Route(
        method,
        template,
        versions,
        access,
        Accepts.by(method),
        Set.of(),
        handler,
        null,
        parameters -> false);
  }

  /** A route of the retail-media API; the path is what follows {@code /{version}/retail-media}. */
  public static Route retailMedia(
      Method method, String path, Set<Version> versions, Access access, Handler handler) {
    return at(method, RETAIL_MEDIA + path, versions, access, handler);
  }

  /** A route of the retail-media API for applications with the permission. */
  public static Route retailMedia(
      Method method, String path, Set<Version> versions, Permission permission, Handler handler) {
    return retailMedia(method, path, versions, new Access.Needs(permission), handler);
  }

  /** A route of the server's own API; the path is what follows {@code /v1}. */
  public static Route own(Method method, String path, Access access, Handler handler) {
    return at(method, OWN + path, Set.of(), access, handler);
  }

  /** A route of the server's own API for applications with the permission. */
  public static Route own(Method method, String path, Permission permission, Handler handler) {
    return own(method, path, new Access.Needs(permission), handler);
  }

  /** A route that needs no token. */
  public static Route open(Method method, String template, Handler handler) {
    return at(method, template, Set.of(), new Access.Open(), handler);
  }

  /** The same, not counted towards the rate limit. */
  public Route uncounted() {
    return with(Trait.UNCOUNTED);
  }

  /** The same, with problems that have {@code traceId} alone. */
  public Route tracedOnce() {
    return with(Trait.TRACED_ONCE);
  }

  /** The same, whose calls change nothing. */
  public Route reading() {
    return with(Trait.READING);
  }

  /** The same, whose answers the log has all of. */
  public Route toldByLog(Replay teller) {
    return with(Trait.TOLD_BY_LOG).recoveredBy(teller);
  }

  /** The same, whose answers are told from the log when a crash came before they were kept. */
  public Route recoveredBy(Replay teller) {
    return new Route(method, template, versions, access, accepts, traits, handler, teller, atOnce);
  }

  /** The same, its calls answered by another. */
  Route handledBy(Handler other) {
    return new Route(method, template, versions, access, accepts, traits, other, replay, atOnce);
  }

  /** The same, whose answers wait for nothing while this holds for the parameters of the path. */
  public Route atOnceWhile(Predicate<Map<String, String>> ready) {
    return new Route(method, template, versions, access, accepts, traits, handler, replay, ready);
  }

  /** Whether its calls change something. */
  public boolean writes() {
    return method != Method.GET
        && !(access instanceof Access.Open)
        && !traits.contains(Trait.READING);
  }

  /** The same, with answers that tell a secret. */
  public Route tellingSecret() {
    return with(Trait.TELLS_SECRET);
  }

  private Route with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Route(method, template, versions, access, accepts, more, handler, replay, atOnce);
  }

  /** The same, reading something else than a JSON document of usual size. */
  public Route accepting(Accepts other) {
    return new Route(method, template, versions, access, other, traits, handler, replay, atOnce);
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
