package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation for every kind of caller, generated from the route table with the bodies that the
 * document gives as examples. The harness holds each answer to the statuses and codes documented.
 */
class AccessMatrixTest {
  private static final byte[] NOTHING = {};

  /** One row an operation: where it is served, what it demands, and the operation. */
  private static final String ROWS =
      """
      all      | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audience-segments/create
      all      | Audiences Manage    | PATCH /{version}/retail-media/accounts/{account}/audience-segments
      all      | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audience-segments/delete
      all      | Audiences Read      | POST /{version}/retail-media/accounts/{account}/audience-segments/search
      all      | Audiences Read      | GET /{version}/retail-media/accounts/{account}/audience-segments/{segment}/contact-list
      all      | Audiences Manage    | POST /{version}/retail-media/audience-segments/{segment}/contact-list/add-remove
      all      | Audiences Manage    | POST /{version}/retail-media/audience-segments/{segment}/contact-list/clear
      all      | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audiences/create
      all      | Audiences Manage    | PATCH /{version}/retail-media/accounts/{account}/audiences
      all      | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audiences/delete
      all      | Audiences Read      | POST /{version}/retail-media/accounts/{account}/audiences/search
      unstable | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audience-segments/compute-sizes
      unstable | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audiences/compute-sizes
      unstable | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audiences/estimate-size
      unstable | Audiences Manage    | POST /{version}/retail-media/accounts/{account}/audience-segments/estimate-size
      stable   | Campaigns Read      | GET /{version}/retail-media/preferred-line-items/{line-item}/targeting/audiences
      stable   | Campaigns Manage    | PUT /{version}/retail-media/preferred-line-items/{line-item}/targeting/audiences
      stable   | Campaigns Manage    | POST /{version}/retail-media/preferred-line-items/{line-item}/targeting/audiences/append
      stable   | Campaigns Manage    | POST /{version}/retail-media/preferred-line-items/{line-item}/targeting/audiences/delete
      all      | any token           | GET /{version}/retail-media/me
      all      | Accounts Read       | GET /{version}/retail-media/accounts
      own      | Campaigns Read      | GET /v1/line-items
      own      | Campaigns Read      | GET /v1/line-items/{line-item}
      own      | Campaigns Manage    | PUT /v1/line-items/{line-item}
      own      | Retailers Read      | GET /v1/retailers
      own      | Retailers Read      | GET /v1/retailers/{retailer}
      own      | Retailers Manage    | PATCH /v1/retailers/{retailer}
      own      | Retailers Manage    | POST /v1/retailers/{retailer}/identities
      own      | Retailers Manage    | PUT /v1/retailers/{retailer}/products
      own      | Retailers Manage    | POST /v1/retailers/{retailer}/events
      own      | Serving Read        | POST /v1/retailers/{retailer}/lookup
      own      | Computations Manage | POST /v1/computations
      own      | Computations Read   | GET /v1/computations
      own      | Computations Read   | GET /v1/computations/{computation}
      own      | Computations Read   | GET /v1/computations/events
      own      | Computations Read   | GET /v1/computations/{computation}/events
      own      | Computations Read   | GET /v1/snapshots
      own      | Computations Read   | GET /v1/snapshots/{snapshot}
      own      | Computations Manage | POST /v1/snapshots/{snapshot}/publish
      own      | Audiences Manage    | PUT /v1/accounts/{account}/audience-segments/by-name/{name}
      own      | Audiences Read      | GET /v1/accounts/{account}/audience-segments/{segment}/history
      own      | Audiences Read      | GET /v1/accounts/{account}/audience-segments/{segment}/compare
      own      | Audiences Manage    | POST /v1/accounts/{account}/audience-segments/{segment}/history/{operation}/undo
      own      | Audiences Manage    | POST /v1/accounts/{account}/audience-segments/{segment}/restore
      own      | Audiences Manage    | POST /v1/accounts/{account}/audience-segments/{segment}/replace
      own      | Audiences Read      | GET /v1/accounts/{account}/audience-segments/{segment}/replace/{replacement}
      own      | Audiences Manage    | POST /v1/accounts/{account}/audience-segments/{segment}/replace/{replacement}/add-remove
      own      | Audiences Manage    | POST /v1/accounts/{account}/audience-segments/{segment}/replace/{replacement}/commit
      own      | Audiences Manage    | DELETE /v1/accounts/{account}/audience-segments/{segment}/replace/{replacement}
      own      | Audiences Read      | GET /v1/accounts/{account}/audience-segments/{segment}/sharing
      own      | Audiences Manage    | PUT /v1/accounts/{account}/audience-segments/{segment}/sharing
      own      | Audiences Manage    | DELETE /v1/accounts/{account}/audience-segments/{segment}/sharing
      own      | Campaigns Manage    | POST /v1/impressions
      own      | Campaigns Read      | GET /v1/accounts/{account}/impressions
      own      | Audiences Explain   | POST /v1/accounts/{account}/audiences/{audience}/explain
      own      | Audiences Explain   | GET /v1/accounts/{account}/explanations
      own      | Audiences Read      | POST /v1/accounts/{account}/audiences/overlap
      own      | Audiences Manage    | POST /v1/accounts/{account}/webhooks
      own      | Audiences Manage    | GET /v1/accounts/{account}/webhooks
      own      | Audiences Manage    | GET /v1/accounts/{account}/webhooks/{webhook}
      own      | Audiences Manage    | DELETE /v1/accounts/{account}/webhooks/{webhook}
      own      | Audiences Manage    | POST /v1/accounts/{account}/webhooks/{webhook}/rotate-secret
      own      | Audiences Manage    | POST /v1/accounts/{account}/webhooks/{webhook}/enable
      own      | Audiences Manage    | POST /v1/accounts/{account}/webhooks/{webhook}/test
      own      | Audiences Manage    | GET /v1/accounts/{account}/webhooks/{webhook}/deliveries
      own      | Audiences Manage    | POST /v1/accounts/{account}/webhooks/{webhook}/deliveries/{delivery}/retry
      own      | Audiences Read      | GET /v1/operations/{operation}
      own      | Audiences Read      | GET /v1/operations/{operation}/events
      own      | any token           | GET /v1/capabilities
      own      | none                | POST /oauth2/token
      own      | none                | GET /health
      own      | none                | GET /health/ready
      own      | none                | GET /health/live
      own      | none                | GET /metrics
      own      | none                | GET /docs
      all      | none                | GET /{version}/retailmedia/open-api-specifications.json
      """;

  private final ApiHarness api = new ApiHarness();
  private final Samples samples = new Samples(api);

  @AfterEach
  void close() {
    api.close();
  }

  /** A route in one version that has it. */
  private record Cell(Route route, Version version) {
    boolean is(String access) {
      return access.equals(demand(route.access()));
    }

    @Override
    public String toString() {
      return route + " in " + version.wireName();
    }
  }

  private static String demand(Access access) {
    return switch (access) {
      case Access.Open() -> "none";
      case Access.AnyToken() -> "any token";
      case Access.Needs(Permission permission) -> permission.wireName();
    };
  }

  private void each(Consumer<Cell> check) {
    for (Route route : api.routes)
      for (Version version :
          route.versions().isEmpty() ? Set.of(Version.V2027_01) : route.versions())
        check.accept(new Cell(route, version));
  }

  private static Permission permission(Cell cell) {
    return cell.route.access() instanceof Access.Needs(Permission permission)
        ? permission
        : Permission.SERVING_READ;
  }

  @Test
  void everyRouteHasItsRow() {
    Set<String> rows =
        ROWS.lines().map(row -> row.replaceAll(" +\\| ", " | ")).collect(Collectors.toSet());
    Set<String> routes =
        api.routes.stream()
            .map(route -> served(route) + " | " + demand(route.access()) + " | " + route)
            .collect(Collectors.toSet());
    assertThat(routes).isEqualTo(rows);
  }

  private static String served(Route route) {
    if (route.versions().isEmpty()) return "own";
    if (route.versions().equals(Version.UNSTABLE)) return "unstable";
    return route.versions().equals(Version.ALL) ? "all" : "stable";
  }

  @Test
  void aVersionThatDoesNotHaveAnOperationDoesNotAnswerToIt() {
    for (Route route : api.routes) {
      if (route.versions().isEmpty()) continue;
      for (Version version : Version.ALL) {
        if (route.versions().contains(version)) continue;
        Answer answer =
            ask(api.manager, new Cell(route, version), samples.ids(), samples.example(route));
        assertThat(answer.problems())
            .isIn(List.of("route-not-found"), List.of("method-not-allowed"));
      }
    }
  }

  private static Map<String, String> with(Map<String, String> ids, String name, String id) {
    return ids.entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, e -> e.getKey().equals(name) ? id : e.getValue()));
  }

  private static Answer ask(Client client, Cell cell, Map<String, String> ids, String body) {
    byte[] sent =
        cell.route.method() == Method.GET ? NOTHING : body.getBytes(StandardCharsets.UTF_8);
    return Answer.of(
        client
            .wire()
            .with("content-type", Samples.type(cell.route))
            .send(cell.route.method().name(), Samples.path(cell.route, cell.version, ids), sent));
  }

  private void checkRefused(Client client, int status, String code) {
    each(cell -> {
      if (cell.is("none")) return;
      Answer answer = ask(client, cell, samples.ids(), samples.example(cell.route));
      assertThat(answer.status()).as(cell.toString()).isEqualTo(status);
      assertThat(answer.problems()).as(cell.toString()).containsExactly(code);
    });
    api.clock.pass(Duration.ofMinutes(1)); // or the next are too many for one address
  }

  @Test
  void withoutATokenWithGarbageAndWithAnExpiredOneNothingIsDone() {
    checkRefused(api.as(""), 401, "authorization-token-invalid");
    checkRefused(api.as("unknown"), 401, "authorization-token-invalid");
    checkRefused(api.as("a.b.c"), 401, "authorization-token-invalid");
    String token = api.token("manager");
    assertThat(api.as(token).get("/me").status()).isEqualTo(200);
    api.clock.pass(Duration.ofMinutes(15));
    checkRefused(api.as(token), 401, "authorization-token-expired");
  }

  private static Application application(Set<Permission> permissions) {
    return new Application(
        200,
        1,
        "some",
        "some",
        "",
        permissions,
        Set.of(Seed.BRAND),
        OptionalInt.of(Integer.MAX_VALUE),
        true);
  }

  @Test
  void onePermissionOpensAnOperationAndAllOthersDoNot() {
    each(cell -> {
      if (cell.is("none") || cell.is("any token")) return;
      Permission needed = permission(cell);
      Set<Permission> others = EnumSet.allOf(Permission.class);
      others.removeIf(held -> needed.impliedBy(Set.of(held)));
      Answer denied =
          ask(api.as(application(others)), cell, samples.ids(), samples.example(cell.route));
      assertThat(denied.status()).as(cell.toString()).isEqualTo(403);
      assertThat(denied.problems()).containsExactly("permission-denied");
      assertThat(denied.details())
          .containsExactly("The application lacks the permission " + needed.wireName());
      Answer let = ask(api.as(application(Set.of(needed))), cell, samples.ids(), "{}");
      assertThat(let.status()).as(cell.toString()).isNotIn(401, 403, 404, 405);
    });
  }

  @Test
  void whatIsOfAnotherAccountAnswersLikeWhatIsNot() {
    Map<String, String> unknown =
        Map.of(
            "account",
            "99",
            "retailer",
            "99",
            "segment",
            "99",
            "audience",
            "99",
            "line-item",
            "99",
            "operation",
            "99",
            "replacement",
            "99",
            "webhook",
            "99",
            "delivery",
            "99");
    each(cell -> {
      for (String name : unknown.keySet()) {
        if (!cell.route.template().contains("{" + name + "}")) continue;
        checkAlike(cell, foreign(name), with(foreign(name), name, unknown.get(name)));
      }
    });
  }

  /** The stranger's own things, but for one of the brand's. */
  private Map<String, String> foreign(String name) {
    Map<String, String> ids = with(with(samples.ids(), "account", "2"), "retailer", "13");
    return with(ids, name, name.equals("retailer") ? "12" : samples.ids().getOrDefault(name, ""));
  }

  private void checkAlike(Cell cell, Map<String, String> there, Map<String, String> not) {
    Answer foreign = ask(api.stranger, cell, there, samples.example(cell.route));
    Answer unknown = ask(api.stranger, cell, not, samples.example(cell.route));
    assertThat(foreign.status()).as(cell.toString()).isIn(403, 404);
    assertThat(unknown.status()).as(cell.toString()).isEqualTo(foreign.status());
    assertThat(unknown.problems()).isEqualTo(foreign.problems());
    assertThat(anonymous(unknown)).as(cell.toString()).isEqualTo(anonymous(foreign));
  }

  /** What an answer says, but for the ids in it and its trace. */
  private static String anonymous(Answer answer) {
    return answer
        .body()
        .toString()
        .replaceAll("\"[0-9a-f]{32}\"", "\"trace\"")
        .replaceAll("\\d+", "#");
  }

  @Test
  void anIdOfAnotherAccountInABodyIsAnsweredLikeOneThatIsNot() {
    api.stranger.put(
        "/v1/line-items/8",
        "{'data':{'attributes':{'accountId':'2','retailerId':'11','name':'x'}}}");
    Map<String, String> ids = with(with(samples.ids(), "account", "2"), "line-item", "8");
    each(cell -> {
      boolean own = cell.route.template().contains("{account}");
      if (!own && !cell.route.template().contains("{line-item}")) return;
      if (cell.route.method() == Method.GET
          || !samples.example(cell.route).matches(".*10(2[4-7]).*")) return;
      String body = samples.example(cell.route);
      Answer foreign =
          ask(
              api.stranger,
              cell,
              ids,
              body.replaceAll("102[45]", samples.segment())
                  .replaceAll("102[67]", samples.audience()));
      Answer unknown = ask(api.stranger, cell, ids, body.replaceAll("102[4-7]", "98765"));
      assertThat(anonymous(foreign)).as(cell.toString()).isEqualTo(anonymous(unknown));
      assertThat(foreign.status()).isEqualTo(unknown.status());
    });
    assertThat(api.manager.post("/accounts/1/audience-segments/search", "{}").attribute("name"))
        .containsExactly("mails");
    assertThat(api.manager.post("/accounts/1/audiences/search", "{}").attribute("name"))
        .containsExactly("loyal");
  }
}
