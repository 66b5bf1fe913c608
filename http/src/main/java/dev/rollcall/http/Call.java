package dev.rollcall.http;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.RetryKey;
import dev.rollcall.http.json.Json;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that the filters have let through, as a route sees it.
 *
 * @param body inflated, and bounded by what the route accepts
 * @param signedIn null on an open route
 * @param attempt what is done under the sender's key; null when it gave none
 */
public record Call(
    Request request,
    Route route,
    Map<String, String> parameters,
    String traceId,
    @Nullable Caller signedIn,
    InputStream body,
    @Nullable Attempt attempt) {
  Call(
      Request request,
      Route route,
      Map<String, String> parameters,
      String traceId,
      @Nullable Caller signedIn,
      InputStream body) {
    this(request, route, parameters, traceId, signedIn, body, null);
  }

  /** The same under a key of its sender's. */
  Call under(Attempt keyed) {
    return new Call(request, route, parameters, traceId, signedIn, keyed.body(), keyed);
  }

  /**
   * What a record of the log carries, so that this request is known when it is sent again; null
   * when its sender gave it no key. Reads what is left of the body.
   */
  public @Nullable RetryKey retryKey() {
    return attempt == null ? null : attempt.retryKey();
  }

  /**
   * Does work that changes nothing but the catalog, which is one with keeping its answer: the work
   * reads no body and waits for nothing.
   */
  public Response together(Supplier<Response> work) {
    return attempt == null ? work.get() : attempt.together(work);
  }

  /** What keeps an answer, for an effect outside the catalog; empty when the sender gave no key. */
  public Optional<Function<Response, KeptAnswer>> keeper() {
    return Optional.ofNullable(attempt).map(keyed -> keyed::kept);
  }

  /**
   * What makes the answer for an effect outside the catalog that has it ahead of the catalog, as
   * one with itself; empty when the sender gave no key. Reads what is left of the body.
   */
  public Optional<Function<Response, KeptAnswer>> keeperAhead() {
    return Optional.ofNullable(attempt).map(Attempt::ahead);
  }

  /** The refusal of a request whose key was given to another. */
  public Refusal reused() {
    return SafeRetry.reused();
  }

  /** A parameter of the path, decoded. */
  public String parameter(String name) {
    return Objects.requireNonNull(parameters.get(name), () -> route + " has no parameter " + name);
  }

  /** A parameter that is an id; {@link JsonValue#UNKNOWN_ID} when no entity can have it. */
  public long id(String name) {
    return JsonValue.parseId(parameter(name));
  }

  /** The version of the retail-media API that was asked. */
  public Version version() {
    return Version.parse(parameter("version")).orElseThrow();
  }

  public Application application() {
    return caller().application();
  }

  /** The application that signed in, with the retailers it may address. */
  public Caller caller() {
    return Objects.requireNonNull(signedIn, () -> route + " is open");
  }

  /**
   * The media type of the body, in lower case and without parameters; empty when it was not told.
   */
  public String mediaType() {
    String header = request.headers().first("content-type");
    return header == null ? "" : Bodies.mediaType(header);
  }

  public Query query() {
    return Query.parse(request.query());
  }

  /** The body as a JSON document. */
  public JsonValue json() {
    return Json.read(body);
  }

  /** Neither the query nor the body. */
  @Override
  public String toString() {
    return "Call[" + route + ", " + traceId + "]";
  }
}
