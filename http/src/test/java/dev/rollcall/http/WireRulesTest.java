package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds on every route, whatever it does. */
class WireRulesTest {
  private static final byte[] NOTHING = {};

  private final ApiHarness api = new ApiHarness();
  private final Wire wire = api.unsigned().signedInWith("manager");

  @AfterEach
  void close() {
    api.close();
  }

  /** A path of each route, in every version that has it. */
  private void each(BiConsumer<Route, String> check) {
    for (Route route : api.routes)
      for (Version version :
          route.versions().isEmpty() ? Set.of(Version.V2027_01) : route.versions())
        check.accept(
            route,
            route
                .template()
                .replace("{version}", version.wireName())
                .replace("{account}", "1")
                .replace("{retailer}", "11")
                .replaceAll("\\{[^}]+}", "7"));
  }

  private void check(Response response, int status, String code, String what) {
    assertThat(response.status()).as(what).isEqualTo(status);
    assertThat(Wire.error(response)).as(what).isEqualTo(code);
  }

  @Test
  void optionsTellsTheMethodsOfEveryPathWithoutAToken() {
    each((route, path) -> {
      Response options = api.unsigned().send("OPTIONS", path, NOTHING);
      assertThat(options.status()).as(path).isEqualTo(204);
      assertThat(options.body()).isEmpty();
      assertThat(options.header("allow").orElseThrow().split(", "))
          .as(path)
          .contains(route.method().name(), "OPTIONS");
    });
  }

  @Test
  void headIsGetWithoutABodyAndNothingElse() {
    each((route, path) -> {
      Response head = wire.send("HEAD", path, NOTHING);
      assertThat(head.body()).as(path).isEmpty();
      boolean gets =
          api.unsigned()
              .send("OPTIONS", path, NOTHING)
              .header("allow")
              .orElseThrow()
              .contains("GET");
      if (!gets) {
        assertThat(head.status()).as(path).isEqualTo(405);
        return;
      }
      Response get = wire.get(path);
      assertThat(head.status()).as(path).isEqualTo(get.status());
      assertThat(head.headers().keySet().stream().sorted().toList())
          .containsAll(get.headers().keySet());
    });
  }

  @Test
  void aPathAnswersToItsMethodsAlone() {
    each((route, path) -> {
      String allow = api.unsigned().send("OPTIONS", path, NOTHING).header("allow").orElseThrow();
      for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "LINK")) {
        if (allow.contains(method)) continue;
        Response refused = wire.send(method, path, NOTHING);
        check(refused, 405, "method-not-allowed", method + " " + path);
        assertThat(refused.header("allow")).contains(allow);
      }
    });
  }

  @Test
  void anUnknownVersionIs404AndARetiredOne410() {
    each((route, path) -> {
      if (route.versions().isEmpty()) return;
      String rest = path.substring(path.indexOf('/', 1));
      String method = route.method().name();
      for (String unknown : List.of("2026-02", "2031-01", "Preview", "v1x", "2027-1"))
        check(wire.send(method, "/" + unknown + rest, NOTHING), 404, "version-unknown", rest);
      for (String retired : List.of("2025-10", "2019-01"))
        check(wire.send(method, "/" + retired + rest, NOTHING), 410, "version-retired", rest);
    });
  }

  @Test
  void aVersionTellsOfItsEndForThreeMonths() {
    Instant notice = Instant.parse("2026-10-01T00:00:00Z");
    assertThat(ending()).isEmpty();
    api.clock.pass(Duration.between(ApiHarness.START, notice));
    assertThat(ending()).containsExactly("2026-01 Fri, 01 Jan 2027 00:00:00 GMT");
    api.clock.pass(Duration.between(notice, Instant.parse("2027-10-15T00:00:00Z")));
    assertThat(ending())
        .containsExactlyInAnyOrder(
            "2026-01 Fri, 01 Jan 2027 00:00:00 GMT",
            "2026-07 Thu, 01 Jul 2027 00:00:00 GMT",
            "2027-01 Sat, 01 Jan 2028 00:00:00 GMT");
  }

  /** Versions that say on every route, refused or not, that they end, and when. */
  private Set<String> ending() {
    return Set.of(Version.values()).stream()
        .filter(version -> {
          boolean ends = deprecated("/" + version.wireName() + "/retail-media/me", wire);
          assertThat(deprecated("/" + version.wireName() + "/retail-media/me", api.unsigned()))
              .as("a refusal tells the same")
              .isEqualTo(ends);
          return ends;
        })
        .map(version ->
            version.wireName()
                + " "
                + wire.get("/" + version.wireName() + "/retail-media/me")
                    .header("sunset")
                    .orElseThrow())
        .collect(Collectors.toSet());
  }

  private static boolean deprecated(String path, Wire client) {
    Response response = client.get(path);
    assertThat(response.header("deprecation").isPresent())
        .isEqualTo(response.header("sunset").isPresent());
    return response.header("deprecation").filter("true"::equals).isPresent();
  }

  @Test
  void everyAnswerTellsARateLimit() {
    each((route, path) -> {
      Response response = wire.send(route.method().name(), path, NOTHING);
      for (String what : List.of("limit", "remaining", "reset"))
        assertThat(response.header("x-ratelimit-" + what).orElseThrow()).as(path).matches("\\d+");
      assertThat(response.header("x-trace-id").orElseThrow()).matches("[0-9a-f]{32}");
    });
  }

  @Test
  void aBodyIsOfATypeThatTheRouteReadsAndWithinItsBounds() {
    each((route, path) -> {
      if (route.accepts().mediaTypes().isEmpty()) return;
      String method = route.method().name();
      Response typed = wire.with("content-type", "text/plain").send(method, path, NOTHING);
      check(typed, 415, "unsupported-media-type", path);
      Wire right = wire.with("content-type", route.accepts().mediaTypes().iterator().next());
      check(
          right.with("content-encoding", "br").send(method, path, NOTHING),
          415,
          "unsupported-media-type",
          path);
      String beyond = Long.toString(route.accepts().maxBytes() + 1);
      check(
          right.with("content-length", beyond).send(method, path, NOTHING),
          413,
          "body-too-large",
          path);
    });
  }

  @Test
  void malformedJsonIsToldByLineAndColumn() {
    String list = "/v1/accounts/1/audience-segments/" + api.list("mails", "Email");
    String replacement = api.manager.post(list + "/replace", "").text("/data/id");
    each((route, template) -> {
      if (!route.accepts().mediaTypes().contains(Accepts.JSON)) return;
      String path = template.replace("/replace/7/", "/replace/" + replacement + "/");
      String method = route.method().name();
      // What is not there is told before its body is read.
      String there =
          path.contains("audience-segments/7/") ? path.replace("/7/", "/" + first() + "/") : path;
      byte[] broken = "{\"data\":\n  {,}}".getBytes(StandardCharsets.UTF_8);
      Response refused =
          wire.with("content-type", "application/json; charset=utf-8").send(method, there, broken);
      check(refused, 400, "invalid-json", there);
      assertThat(Wire.text(refused)).contains("at line 2, column 4");
    });
  }

  private String first() {
    return api.manager.post("/accounts/1/audience-segments/search", "{}").text("/data/0/id");
  }

  @Test
  void aMemberNamedTwiceIsRefused() {
    String id = api.list("mails", "Email");
    for (String body :
        List.of(
            "{'data':{'attributes':{'operation':'add','operation':'remove','identifiers':['a@b.co']}}}",
            "{'data':{'attributes':{'operation':'add','identifiers':['a@b.co'],'identifiers':['c@d.co']}}}",
            "{'data':{'attributes':{}},'data':{'attributes':{'operation':'add','identifiers':['a@b.co']}}}"))
      assertThat(
              api.manager
                  .post("/audience-segments/" + id + "/contact-list/add-remove", body)
                  .text("/errors/0/code"))
          .as(body)
          .isEqualTo("invalid-json");
    assertThat(api.size(id)).isZero();
    assertThat(
            api.manager
                .post(
                    "/accounts/1/audience-segments/delete",
                    "{'data':[],'data':[{'id':'" + id + "'}]}")
                .problems())
        .containsExactly("invalid-json");
  }

  @Test
  void aGzipBodyIsBoundedAfterInflation() throws IOException {
    String id = api.list("mails", "Email");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 17; i++) zip.write(blanks);
    }
    assertThat(bomb.size()).isLessThan(100_000);
    Wire zipped = wire.with("content-type", Accepts.JSON).with("content-encoding", "gzip");
    for (String path :
        List.of(
            "/audience-segments/" + id + "/contact-list/add-remove",
            "/accounts/1/audience-segments/search"))
      check(
          zipped.send("POST", "/2027-01/retail-media" + path, bomb.toByteArray()),
          413,
          "body-too-large",
          path);
  }
}
