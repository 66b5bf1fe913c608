package dev.rollcall.http;

import static dev.rollcall.audience.Permission.AUDIENCES_MANAGE;
import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Bulk;
import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.Problem;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ApiTest {
  private static final Instant NOON = Instant.parse("2026-08-01T12:00:15Z");
  private static final String TRACE = "0123456789abcdef0123456789abcdef";

  private static final Application READER =
      new Application(
          7,
          1,
          "reader",
          "reader",
          "",
          Set.of(AUDIENCES_READ),
          Set.of(1000L),
          OptionalInt.of(3),
          true);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Wire wire = wire(NOON);
  private final Wire reader = wire.signedInWith("reader");

  private Wire wire(Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    Api api =
        new Api(
            List.of(
                Route.retailMedia(
                    Method.POST,
                    "/accounts/{account}/names",
                    Version.ALL,
                    AUDIENCES_READ,
                    ApiTest::names),
                Route.retailMedia(
                    Method.GET,
                    "/accounts/{account}/names",
                    Version.STABLE,
                    AUDIENCES_READ,
                    ApiTest::hello),
                Route.retailMedia(
                    Method.PATCH,
                    "/accounts/{account}/names",
                    Version.STABLE,
                    AUDIENCES_MANAGE,
                    ApiTest::hello),
                Route.own(Method.GET, "/retailers/{retailer}", AUDIENCES_READ, ApiTest::hello)
                    .uncounted(),
                Route.retailMedia(
                    Method.GET, "/me", Version.ALL, new Access.AnyToken(), ApiTest::hello),
                Route.open(Method.POST, "/open", ApiTest::hello)
                    .accepting(new Accepts(Set.of("text/csv", Accepts.JSON), 100)),
                Route.open(
                    Method.GET,
                    "/log",
                    call -> {
                      throw new LogUnavailable("gone", new IOException());
                    }),
                Route.open(
                    Method.GET,
                    "/catalog",
                    call -> {
                      throw new CatalogUnavailable("gone", new IOException());
                    }),
                Route.open(
                    Method.GET,
                    "/bug",
                    call -> {
                      throw new IllegalStateException("john@example.com");
                    })),
            ApiTest::signIn,
            new RateLimits(RateLimits.USUAL_PER_MINUTE, clock),
            new TraceIds(() -> 0x1234L),
            meters,
            clock);
    return Wire.to(api::handle); // not held to the published documents: the routes are made up
  }

  private static Caller signIn(Request request) {
    if ("Bearer reader".equals(request.headers().first("authorization")))
      return new Caller(READER, Set.of(2000L));
    throw new Refusal(ProblemCode.AUTHORIZATION_TOKEN_INVALID.because("No token"));
  }

  private static Response hello(Call call) {
    return Envelope.data(200, out -> out.writeString("hello"));
  }

  /** Takes every name but empty ones. */
  private static Response names(Call call) {
    List<Outcome<String>> drafts =
        call.json().at("data").drafts(item -> item.at("attributes").at("name").string());
    Bulk<String> bulk =
        Bulk.each(
            drafts,
            name ->
                name.isEmpty()
                    ? Outcome.refused(ProblemCode.NAME_MUST_NOT_BE_EMPTY.because("Give a name"))
                    : Outcome.done(name));
    return Envelope.bulk(call, bulk, (out, name) -> out.writeString(name));
  }

  private static final String NAMES = "/2027-01/retail-media/accounts/1000/names";

  @Test
  void itemsThatFailAreToldAsErrorsAndAsWarningsAndTheOthersSucceed() {
    Response response =
        reader
            .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
            .post(
                NAMES,
                "{'data':[{'attributes':{'name':'a'}},{'attributes':{'name':''}},{'attributes':{'name':3}}]}");
    assertThat(response.status()).isEqualTo(200);
    String problems =
        """
        [{'traceId':'%s','traceIdentifier':'%s','type':'validation','code':'name-must-not-be-empty','instance':'@data/1',\
        'title':'Name must not be empty','detail':'Give a name'},\
        {'traceId':'%s','traceIdentifier':'%s','type':'validation','code':'invalid-value','instance':'@data/2',\
        'title':'Value is not valid','detail':'data[2].attributes.name must be a string'}]\
        """
            .formatted(TRACE, TRACE, TRACE, TRACE);
    assertThat(Wire.text(response))
        .isEqualTo("{'data':['a'],'errors':" + problems + ",'warnings':" + problems + "}");
  }

  @Test
  void aWholeRequestIsRefusedWithErrorsAndNoData() {
    Response response = reader.post(NAMES, "{'data':\n[,]}");
    assertThat(response.status()).isEqualTo(400);
    JsonValue body = Wire.json(response);
    assertThat(body.at("data").missing()).isTrue();
    assertThat(body.at("warnings").items()).isEmpty();
    JsonValue error = body.at("errors").items().getFirst();
    assertThat(error.at("code").string()).isEqualTo("invalid-json");
    assertThat(error.at("detail").string())
        .isEqualTo("The body is not valid JSON at line 2, column 2");
    assertThat(Wire.error(reader.post(NAMES, "{}"))).isEqualTo("required-field");
    assertThat(Wire.error(reader.post(NAMES, ""))).isEqualTo("invalid-json");
  }

  private void check(Response response, int status, String code) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(Wire.error(response)).isEqualTo(code);
  }

  @Test
  void pathsVersionsAndMethodsThatAreNotServedAreRefused() {
    check(wire.get("/nowhere"), 404, "route-not-found");
    check(wire.get("/"), 404, "route-not-found");
    check(wire.get("/2027-01/retail-media/nowhere"), 404, "route-not-found");
    check(wire.get("/preview/retail-media/accounts/1000/nowhere"), 404, "route-not-found");
    check(wire.get("/2031-01/retail-media/accounts/1000/names"), 404, "version-unknown");
    check(wire.get("/2031-01/retail-media/nowhere"), 404, "version-unknown");
    check(wire.get("/2025-10/retail-media/accounts/1000/names"), 410, "version-retired");
    check(wire.get("/2024-01/retail-media/nowhere"), 410, "version-retired");
    check(wire.get("/preview/retail-media/accounts/1000/names"), 405, "method-not-allowed");
    Response notAllowed = wire.send("DELETE", NAMES, new byte[0]);
    check(notAllowed, 405, "method-not-allowed");
    assertThat(notAllowed.header("allow")).contains("HEAD, GET, POST, PATCH, OPTIONS");
    assertThat(wire.send("OPTIONS", "/open", new byte[0]).header("allow"))
        .contains("POST, OPTIONS");
  }

  @Test
  void headIsGetWithoutTheBody() {
    Response head = reader.send("HEAD", NAMES, new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("content-length"))
        .contains(Integer.toString(reader.get(NAMES).body().length));
    Response refused = wire.send("HEAD", NAMES, new byte[0]);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).as("it would be read as the next answer").isEmpty();
  }

  @Test
  void aCallerNeedsATokenAPermissionAndAGrant() {
    Response stranger = wire.get(NAMES);
    check(stranger, 401, "authorization-token-invalid");
    assertThat(stranger.header("www-authenticate")).contains("Bearer");
    assertThat(stranger.header("x-ratelimit-remaining")).contains("249");
    check(reader.patch(NAMES, "{}"), 403, "permission-denied");
    check(reader.get("/2027-01/retail-media/accounts/1001/names"), 403, "permission-denied");
    check(reader.get("/v1/retailers/2001"), 403, "permission-denied");
    assertThat(reader.get("/v1/retailers/2000").status()).isEqualTo(200);
    assertThat(wire(NOON).signedInWith("reader").get("/preview/retail-media/me").status())
        .isEqualTo(200);
  }

  @Test
  void requestsBeyondTheLimitAreRefusedUntilTheMinuteEnds() {
    for (int i = 2; i >= 0; i--) {
      Response answer = reader.get(NAMES);
      assertThat(answer.header("x-ratelimit-limit")).contains("3");
      assertThat(answer.header("x-ratelimit-remaining")).contains(Integer.toString(i));
      assertThat(answer.header("x-ratelimit-reset"))
          .contains(Long.toString(NOON.getEpochSecond() + 45));
    }
    Response refused = reader.get(NAMES);
    check(refused, 429, "rate-limit-exceeded");
    assertThat(refused.header("retry-after")).contains("45");
    assertThat(refused.header("x-ratelimit-remaining")).contains("0");
    assertThat(reader.get("/v1/retailers/2000").status()).isEqualTo(200);
  }

  @Test
  void whatNoRouteAnswersCountsForWhoAsks() {
    Response unknown = reader.get("/nowhere");
    check(unknown, 404, "route-not-found");
    assertThat(unknown.header("x-ratelimit-limit")).contains("3");
    assertThat(unknown.header("x-ratelimit-remaining")).contains("2");
    Response retired = reader.get("/2025-10/retail-media/me");
    check(retired, 410, "version-retired");
    assertThat(retired.header("x-ratelimit-remaining")).contains("1");
    Response method = reader.send("DELETE", NAMES, new byte[0]);
    check(method, 405, "method-not-allowed");
    assertThat(method.header("x-ratelimit-remaining")).contains("0");
    check(reader.get("/2031-01/retail-media/me"), 429, "rate-limit-exceeded");
    Response stranger = wire.signedInWith("unknown").get("/2031-01/retail-media/me");
    check(stranger, 404, "version-unknown");
    assertThat(stranger.header("x-ratelimit-limit")).contains("250");
  }

  @Test
  void aVersionInItsLastThreeMonthsSaysSo() {
    String oldest = "/2026-01/retail-media/accounts/1000/names";
    assertThat(reader.get(oldest).header("deprecation")).isEmpty();
    Response late = wire(Instant.parse("2026-10-01T00:00:00Z")).signedInWith("reader").get(oldest);
    assertThat(late.header("deprecation")).contains("true");
    assertThat(late.header("sunset")).contains("Fri, 01 Jan 2027 00:00:00 GMT");
  }

  @Test
  void bodiesAreReadInTheTypesEncodingsAndSizesARouteAccepts() throws IOException {
    Wire plain = wire.with("content-type", "text/plain");
    check(plain.send("POST", "/open", new byte[0]), 415, "unsupported-media-type");
    check(reader.with("content-type", "text/csv").post(NAMES, "{}"), 415, "unsupported-media-type");
    assertThat(
            reader
                .with("content-type", "Application/JSON; charset=utf-8")
                .post(NAMES, "{'data':[]}")
                .status())
        .isEqualTo(200);
    assertThat(wire.with("content-type", "text/csv").send("POST", "/open", new byte[0]).status())
        .isEqualTo(200);
    check(
        wire.with("content-length", "101").send("POST", "/open", new byte[0]),
        413,
        "body-too-large");
    Wire zipped =
        wire(NOON)
            .signedInWith("reader")
            .with("content-encoding", "gzip")
            .with("content-type", "application/json");
    assertThat(zipped.send("POST", NAMES, gzip("{\"data\":[]}")).status()).isEqualTo(200);
    check(
        zipped.send("POST", NAMES, gzip("[" + " ".repeat((int) Accepts.USUAL_BYTES))),
        413,
        "body-too-large");
    check(zipped.send("POST", NAMES, new byte[] {1, 2, 3}), 400, "invalid-value");
    check(wire.with("content-encoding", "br").post("/open", "{}"), 415, "unsupported-media-type");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void whatGoesWrongInsideIsAnsweredWithoutSayingWhat() {
    Response bug = wire.get("/bug");
    check(bug, 500, "internal-error");
    assertThat(Wire.text(bug)).doesNotContain("john");
    Response unavailable = wire.get("/log");
    check(unavailable, 503, "unavailable");
    assertThat(unavailable.header("retry-after")).contains("1");
    check(wire.get("/catalog"), 503, "unavailable");
  }

  @Test
  void requestsAreTimedByTemplateNeverByPath() {
    reader.get(NAMES);
    wire.get("/john@example.com");
    assertThat(
            meters.getMeters().stream()
                .map(m ->
                    m.getId().getTag("method")
                        + " "
                        + m.getId().getTag("route")
                        + " "
                        + m.getId().getTag("status")))
        .contains("GET /{version}/retail-media/accounts/{account}/names 200", "none none 404")
        .noneMatch(tags -> tags.contains("john"));
  }

  @Test
  void everyAnswerNamesItsTrace() {
    assertThat(wire.get("/nowhere").header("x-trace-id"))
        .contains("00000000000012340000000000001235");
    assertThat(
            wire.with("traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")
                .get("/nowhere")
                .header("x-trace-id"))
        .contains("00000000000012340000000000001235");
    Problem problem = ProblemCode.ROUTE_NOT_FOUND.because("x");
    assertThat(
            Wire.json(Envelope.refused(problem, TRACE, true))
                .at("errors")
                .items()
                .getFirst()
                .at("traceId")
                .string())
        .isEqualTo(TRACE);
    assertThat(Wire.text(Envelope.refused(problem, TRACE, true))).doesNotContain("traceIdentifier");
  }
}
