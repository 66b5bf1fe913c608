package dev.rollcall.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Account;
import dev.rollcall.audience.AccountType;
import dev.rollcall.audience.Application;
import dev.rollcall.audience.MemoryCatalog;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.Api;
import dev.rollcall.http.Method;
import dev.rollcall.http.RateLimits;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.TraceIds;
import dev.rollcall.http.Wire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final String SECRET = "s3cret+/=";
  private static final String ME = "/2027-01/retail-media/me";

  private final MemoryCatalog catalog = new MemoryCatalog();
  private Instant now = Instant.parse("2026-08-01T12:00:00Z");
  private final Clock clock =
      InstantSource.offset(() -> now, Duration.ZERO).withZone(ZoneOffset.UTC);
  private final Directory directory = new Directory(catalog);
  private final Wire wire = Wire.to(api());

  private Api api() {
    Tokens tokens =
        new Tokens("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), clock);
    List<Route> routes = new ArrayList<>(new TokenRoutes(tokens, directory).routes());
    routes.addAll(new OwnRoutes(catalog).routes());
    routes.add(
        Route.own(
            Method.GET,
            "/retailers/{retailer}",
            Permission.ACCOUNTS_READ,
            call -> Response.empty(204)));
    return new Api(
        routes,
        new BearerSignIn(tokens, directory),
        new RateLimits(RateLimits.USUAL_PER_MINUTE, clock),
        new TraceIds(() -> 1),
        new SimpleMeterRegistry(),
        clock);
  }

  @BeforeEach
  void register() {
    put(true, Set.of(Permission.ACCOUNTS_READ));
    catalog.write(tables -> {
      for (long id = 1000; id < 1004; id++) {
        tables
            .accounts()
            .put(
                new Account(
                    id,
                    "Account " + id,
                    AccountType.DEMAND,
                    List.of("FR"),
                    "EUR",
                    "Europe/Paris",
                    Set.of(id + 1000)));
      }
      return true;
    });
  }

  private void put(boolean enabled, Set<Permission> permissions) {
    Application application =
        new Application(
            7,
            3,
            "loader",
            "loader-id",
            TokenRoutes.hash(SECRET),
            permissions,
            Set.of(1000L, 1001L, 1002L),
            OptionalInt.empty(),
            enabled);
    catalog.write(tables -> {
      tables.applications().put(application);
      return true;
    });
  }

  private Response signIn(String form) {
    return wire.with("content-type", "application/x-www-form-urlencoded")
        .send("POST", "/oauth2/token", form.getBytes(StandardCharsets.UTF_8));
  }

  private String token() {
    Response response =
        signIn("grant_type=client_credentials&client_id=loader-id&client_secret=s3cret%2B%2F%3D");
    return Wire.json(response).at("access_token").string();
  }

  private static void check(Response response, int status, String code) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(Wire.error(response)).isEqualTo(code);
  }

  @Test
  void credentialsAreExchangedForAToken() {
    Response response =
        signIn("grant_type=client_credentials&client_id=loader-id&client_secret=s3cret%2B%2F%3D");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("cache-control")).contains("no-store");
    assertThat(response.header("content-type")).contains("application/json");
    String token = Wire.json(response).at("access_token").string();
    assertThat(Wire.text(response))
        .isEqualTo(
            "{'access_token':'"
                + token
                + "','token_type':'Bearer','refresh_token':null,'expires_in':900}");
    assertThat(wire.signedInWith(token).get(ME).status()).isEqualTo(200);
  }

  @Test
  void basicAuthenticationServesAsWell() {
    String basic =
        Base64.getEncoder()
            .encodeToString(("loader-id:" + SECRET).getBytes(StandardCharsets.UTF_8));
    Wire client = wire.with("content-type", "application/x-www-form-urlencoded");
    byte[] form = "grant_type=client_credentials".getBytes(StandardCharsets.UTF_8);
    assertThat(
            client
                .with("authorization", "Basic " + basic)
                .send("POST", "/oauth2/token", form)
                .status())
        .isEqualTo(200);
    assertThat(client.with("authorization", "Basic ?").send("POST", "/oauth2/token", form).status())
        .isEqualTo(401);
  }

  @Test
  void wrongCredentialsAndOtherGrantsAreRefusedInOAuthsForm() {
    refuses(
        "grant_type=client_credentials&client_id=loader-id&client_secret=wrong",
        401,
        "invalid_client");
    refuses(
        "grant_type=client_credentials&client_id=stranger&client_secret=wrong",
        401,
        "invalid_client");
    refuses("grant_type=client_credentials", 401, "invalid_client");
    refuses("grant_type=password&client_id=loader-id", 400, "unsupported_grant_type");
    refuses("", 400, "invalid_request");
    put(false, Set.of());
    refuses(
        "grant_type=client_credentials&client_id=loader-id&client_secret=s3cret%2B%2F%3D",
        401, "invalid_client");
  }

  private void refuses(String form, int status, String error) {
    Response response = signIn(form);
    assertThat(response.status()).isEqualTo(status);
    assertThat(Wire.json(response).at("error").string()).isEqualTo(error);
    assertThat(Wire.json(response).at("error_description").string()).isNotEmpty();
  }

  @Test
  void aTokenLastsFifteenMinutes() {
    Wire signedIn = wire.signedInWith(token());
    now = now.plusSeconds(899);
    assertThat(signedIn.get(ME).status()).isEqualTo(200);
    now = now.plusSeconds(1);
    check(signedIn.get(ME), 401, "authorization-token-expired");
    check(signedIn.get(ME), 401, "authorization-token-expired");
  }

  @Test
  void severalTokensAreGoodAtOnce() {
    String first = token();
    now = now.plusSeconds(1);
    assertThat(wire.signedInWith(token()).get(ME).status()).isEqualTo(200);
    assertThat(wire.signedInWith(first).get(ME).status()).isEqualTo(200);
  }

  @Test
  void missingForgedAndRevokedTokensAreInvalid() {
    String token = token();
    check(wire.get(ME), 401, "authorization-token-invalid");
    check(wire.with("authorization", "Basic abc").get(ME), 401, "authorization-token-invalid");
    check(wire.signedInWith("garbage").get(ME), 401, "authorization-token-invalid");
    String nothing = Base64.getUrlEncoder().encodeToString("null".getBytes(StandardCharsets.UTF_8));
    check(
        wire.signedInWith(nothing + "." + nothing + ".AAAA").get(ME),
        401,
        "authorization-token-invalid");
    check(
        wire.signedInWith(token.substring(0, token.length() - 2) + "xx").get(ME),
        401,
        "authorization-token-invalid");
    String unsigned =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    check(
        wire.signedInWith(
                unsigned + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1))
            .get(ME),
        401,
        "authorization-token-invalid");
    assertThat(wire.signedInWith(token).get(ME).status()).isEqualTo(200);
    put(false, Set.of());
    check(wire.signedInWith(token).get(ME), 401, "authorization-token-invalid");
  }

  @Test
  void strangersBeyondTheLimitAreRefusedAndKeepNobodyOut() {
    Wire signedIn = wire.signedInWith(token());
    for (int left = RateLimits.USUAL_PER_MINUTE - 1; left >= 0; left--) {
      Response refused =
          left % 2 == 0
              ? wire.signedInWith("garbage").get(ME)
              : signIn("grant_type=client_credentials&client_id=loader-id&client_secret=wrong");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("x-ratelimit-remaining")).contains(Integer.toString(left));
    }
    Response beyond = wire.get(ME);
    check(beyond, 429, "rate-limit-exceeded");
    assertThat(beyond.header("retry-after")).contains("60");
    assertThat(beyond.header("www-authenticate")).isEmpty();
    check(signIn("grant_type=client_credentials"), 429, "rate-limit-exceeded");
    assertThat(wire.get("/nowhere").status()).as("refused nothing").isEqualTo(404);

    assertThat(token()).isNotEmpty();
    assertThat(signedIn.get(ME).header("x-ratelimit-remaining")).contains("249");
    now = now.plusSeconds(60);
    check(wire.get(ME), 401, "authorization-token-invalid");
  }

  @Test
  void whoseTokenHasEndedIsToldSoHoweverManyTheStrangersAre() {
    Wire signedIn = wire.signedInWith(token());
    now = now.plus(Tokens.LIFE);
    for (int i = 0; i <= RateLimits.USUAL_PER_MINUTE; i++) wire.get(ME);
    check(wire.get(ME), 429, "rate-limit-exceeded");
    check(signedIn.get(ME), 401, "authorization-token-expired");
  }

  @Test
  void permissionsAndGrantsTakenAwayAreGoneWithTheNextRequest() {
    Wire signedIn = wire.signedInWith(token());
    assertThat(signedIn.get("/v1/retailers/2002").status()).isEqualTo(204);
    check(signedIn.get("/v1/retailers/2003"), 403, "permission-denied");
    put(true, Set.of());
    check(signedIn.get("/v1/retailers/2002"), 403, "permission-denied");
  }

  @Test
  void anApplicationSeesItself() {
    assertThat(Wire.text(wire.signedInWith(token()).get("/preview/retail-media/me")))
        .isEqualTo(
            "{'data':{'type':'Application','attributes':{'applicationId':7,'organizationId':3,'name':'loader',"
                + "'description':null}},'errors':[],'warnings':[]}");
  }

  @Test
  void anApplicationSeesTheAccountsGrantedToItByThePage() {
    Wire signedIn = wire.signedInWith(token());
    String accounts = "/2027-01/retail-media/accounts";
    assertThat(Wire.text(signedIn.get(accounts + "?pageIndex=1&pageSize=1")))
        .isEqualTo(
            "{'data':[{'type':'RetailMediaAccount','id':'1001','attributes':{'name':'Account 1001','type':'demand',"
                + "'countries':['FR'],'currency':'EUR','timeZone':'Europe/Paris','parentAccountLabel':'Account 1001'}}],"
                + "'metadata':{'totalItemsAcrossAllPages':3,'totalPages':3,'currentPageIndex':1,'currentPageSize':1,"
                + "'nextPage':'"
                + accounts
                + "?pageIndex=2&pageSize=1','previousPage':'"
                + accounts
                + "?pageIndex=0&pageSize=1'},"
                + "'errors':[],'warnings':[]}");
    checkTotal(signedIn.get(accounts), 3);
    checkTotal(signedIn.get(accounts + "?limitToId=1002&limitToId=1003"), 1);
    checkTotal(signedIn.get(accounts + "?limitToId=1002,1001,x"), 2);
    check(signedIn.get(accounts + "?pageSize=0"), 400, "invalid-paging");
    check(signedIn.get(accounts + "?pageIndex=-1"), 400, "invalid-paging");
    check(signedIn.get(accounts + "?pageIndex=a"), 400, "invalid-paging");
  }

  private static void checkTotal(Response response, int total) {
    assertThat(Wire.json(response).at("data").items()).hasSize(total);
    assertThat(Wire.json(response).at("metadata").at("totalItemsAcrossAllPages").integer())
        .isEqualTo(total);
  }

  @Test
  void nothing_is_waited_for_while_the_catalog_is_as_the_last_caller_found_it() {
    String token = token();
    assertThat(directory.isCurrent()).isTrue();
    put(true, Set.of());
    assertThat(directory.isCurrent()).isFalse();
    assertThat(wire.signedInWith(token).get(ME).status()).isEqualTo(200);
    assertThat(directory.isCurrent()).isTrue();
  }
}
