package dev.rollcall.http;

import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole API as one function from request to response: the filters, in their order, around the
 * routes.
 */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** Seconds a client is asked to wait when a store is out of reach. */
  private static final String RETRY_AFTER_SECONDS = "1";

  private static final int HTTP_VERSION_NOT_SUPPORTED = 505;

  /** A time as HTTP writes it. */
  public static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Router router;
  private final SignIn signIn;
  private final RateLimits limits;
  private final TraceIds traces;
  private final Metering metering;
  private final Clock clock;
  private final Cors cors;

  /** An API for callers that are no browsers on pages of other origins. */
  public Api(
      List<Route> routes,
      SignIn signIn,
      RateLimits limits,
      TraceIds traces,
      MeterRegistry meters,
      Clock clock) {
    this(routes, signIn, limits, traces, meters, clock, Cors.NONE);
  }

  public Api(
      List<Route> routes,
      SignIn signIn,
      RateLimits limits,
      TraceIds traces,
      MeterRegistry meters,
      Clock clock,
      Cors cors) {
    this.router = new Router(routes);
    this.signIn = signIn;
    this.limits = limits;
    this.traces = traces;
    this.metering = new Metering(meters);
    this.clock = clock;
    this.cors = cors;
  }

  /**
   * Whether the answer to a request waits for nothing, as far as can be told before: a thread that
   * others wait for may give it.
   */
  public boolean atOnce(String method, String path) {
    if (!signIn.ready()) return false;
    try {
      Router.Match match = router.match(path);
      Route route = match.route(method);
      return route != null && route.atOnce().test(match.parameters());
    } catch (Refusal unknown) {
      return false;
    }
  }

  /** Answers a request, whatever happens. */
  public Response handle(Request request) {
    long start = metering.start();
    Passage passage = new Passage(request, traces.of(request));
    Response response = passage.complete(passage.answer());
    if (request.method().equals("HEAD")) response = response.headOnly();
    metering.record(start, passage.method, passage.template, response.status(), passage.traceId);
    return response;
  }

  /** Refuses what could not be read as a request, with the status that says why. */
  public Response unreadable(int status) {
    String traceId = traces.fresh();
    boolean fault = status >= 500 && status != HTTP_VERSION_NOT_SUPPORTED;
    Problem problem =
        (fault ? ProblemCode.INTERNAL_ERROR : ProblemCode.INVALID_VALUE)
            .because("The request cannot be read");
    Response refused = Envelope.refused(problem, traceId, false);
    Map<String, String> headers = new LinkedHashMap<>(refused.headers());
    headers.put("x-trace-id", traceId);
    limits.unknown().tell(headers);
    return new Response(status, headers, refused.body());
  }

  /** One request's way through the filters, and what it leaves behind for the answer. */
  private final class Passage {
    final Request request;
    final String traceId;
    String method = "none";
    String template = "none";
    boolean tracedOnce;
    boolean tokenEnded;
    @Nullable Version version;
    RateLimits.@Nullable Standing standing;

    Passage(Request request, String traceId) {
      this.request = request;
      this.traceId = traceId;
    }

    Response answer() {
      Response response = tried();
      if (standing != null) return response;
      Optional<Caller> caller = method.equals("none") ? nonetheless() : Optional.empty();
      return caller
          .map(signedIn -> counted(signedIn, response))
          .orElseGet(() -> unsigned(response));
    }

    /** Who asks for what no route answers, when a token tells. */
    private Optional<Caller> nonetheless() {
      if (request.headers().first("authorization") == null) return Optional.empty();
      try {
        return Optional.of(signIn.caller(request));
      } catch (Refusal | CatalogUnavailable unknown) {
        return Optional.empty();
      }
    }

    private Response counted(Caller caller, Response response) {
      standing = limits.count(caller.application(), true);
      return standing.exceeded() ? refused(tooMany("requests a minute", standing)) : response;
    }

    /**
     * The answer to somebody who is not signed in. Counted is what failed to sign in: right
     * credentials and tokens pass at any count, so that strangers who share an address with a
     * client, such as a proxy's, cannot keep it out. Nor is a token counted that has ended: its
     * holder must learn that.
     */
    private Response unsigned(Response response) {
      boolean refused = response.status() == 401 && !tokenEnded;
      standing = limits.stranger(request.remote(), refused);
      return standing.exceeded()
          ? refused(tooMany("refused sign-ins a minute from an address", standing))
          : response;
    }

    private Response tried() {
      try {
        return routed();
      } catch (Refusal refusal) {
        tokenEnded = refusal.problem().code() == ProblemCode.AUTHORIZATION_TOKEN_EXPIRED;
        return refused(refusal.problem());
      } catch (LogUnavailable unavailable) {
        return unavailable("The amendment log", unavailable);
      } catch (CatalogUnavailable unavailable) {
        return unavailable("The catalog", unavailable);
      } catch (RuntimeException e) {
        LOG.error("trace {}: {} {} failed", traceId, method, template, new Fault(e));
        return refused(
            ProblemCode.INTERNAL_ERROR.because("The server's log tells more under this trace id"));
      }
    }

    private Response unavailable(String store, RuntimeException why) {
      LOG.warn("trace {}: {} is out of reach", traceId, store, why);
      return refused(ProblemCode.UNAVAILABLE.because(store + " is out of reach; try again"));
    }

    private Response routed() {
      Router.Match match = router.match(request.path());
      if (request.method().equals("OPTIONS"))
        return Response.empty(204).with("allow", match.allow());
      boolean head = request.method().equals("HEAD");
      Route route = match.route(head ? "GET" : request.method());
      if (route == null) {
        Problem problem =
            ProblemCode.METHOD_NOT_ALLOWED.because("This path answers to " + match.allow());
        return refused(problem).with("allow", match.allow());
      }
      method = route.method().name();
      template = route.template();
      tracedOnce = route.traits().contains(Route.Trait.TRACED_ONCE);
      if (!route.versions().isEmpty())
        version = Version.parse(match.parameters().getOrDefault("version", "")).orElseThrow();
      return admitted(route, match.parameters());
    }

    private Response admitted(Route route, Map<String, String> parameters) {
      Caller caller = null;
      if (!(route.access() instanceof Access.Open)) {
        caller = signIn.caller(request);
        standing =
            limits.count(caller.application(), !route.traits().contains(Route.Trait.UNCOUNTED));
        if (standing.exceeded()) throw new Refusal(tooMany("requests a minute", standing));
        Grants.check(route.access(), caller, parameters);
      }
      InputStream body = Bodies.open(request, route.accepts());
      return route.handler().answer(new Call(request, route, parameters, traceId, caller, body));
    }

    private Response refused(Problem problem) {
      Response response = Envelope.refused(problem, traceId, tracedOnce);
      return switch (problem.code().type()) {
        case AUTHENTICATION -> response.with("www-authenticate", "Bearer");
        case QUOTA ->
            response.with(
                "retry-after",
                standing == null ? RETRY_AFTER_SECONDS : Long.toString(standing.retryAfter()));
        case AVAILABILITY ->
            response.status() == 503 ? response.with("retry-after", RETRY_AFTER_SECONDS) : response;
        case ACCESS_CONTROL, AUTHORIZATION, DEPRECATION, VALIDATION -> response;
      };
    }

    /** What every answer carries, whatever became of the request. */
    Response complete(Response response) {
      Map<String, String> headers = new LinkedHashMap<>(response.headers());
      headers.put("x-trace-id", traceId);
      if (standing != null) standing.tell(headers);
      cors.tell(request, headers);
      if (version != null)
        version.sunset(clock.instant()).ifPresent(end -> deprecated(headers, end));
      return new Response(response.status(), headers, response.body(), response.stream());
    }
  }

  private static Problem tooMany(String what, RateLimits.Standing standing) {
    return ProblemCode.RATE_LIMIT_EXCEEDED.because(
        "At most %d %s; Retry-After says when to go on".formatted(standing.limit(), what));
  }

  private static void deprecated(Map<String, String> headers, Instant end) {
    headers.put("deprecation", "true");
    headers.put("sunset", HTTP_DATE.format(end));
  }
}
