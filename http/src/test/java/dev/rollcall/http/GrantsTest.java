package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every operation: which versions have it, who may use it, and on whose accounts. */
class GrantsTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";
  private static final String AUDIENCES = "/accounts/1/audiences";
  private static final String LIST = "/audience-segments/7/contact-list";
  private static final String TARGETING = "/preferred-line-items/7/targeting/audiences";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private static Answer ask(Client client, String method, String path) {
    return client.send(method, path, "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void check(String method, String path, String permission, Set<Version> versions) {
    for (Version version : Version.values()) {
      if (!versions.contains(version)) {
        assertThat(ask(api.manager.speaking(version), method, path).problems())
            .as(method + " " + path + " in " + version.wireName())
            .isIn(List.of("route-not-found"), List.of("method-not-allowed"));
        continue;
      }
      checkWho(version, method, path, permission);
    }
  }

  private void checkWho(Version version, String method, String path, String permission) {
    String what = method + " " + path + " in " + version.wireName();
    assertThat(ask(api.as("unknown").speaking(version), method, path).problems())
        .as(what)
        .containsExactly("authorization-token-invalid");
    assertThat(ask(api.manager.speaking(version), method, path).problems())
        .as(what)
        .doesNotContain("permission-denied", "route-not-found", "method-not-allowed");
    checkDenied(api.as("nobody").speaking(version), method, path, permission);
    if (permission.endsWith("Manage"))
      checkDenied(api.as("reader").speaking(version), method, path, permission);
    else if (permission.equals("Serving Read"))
      checkDenied(api.as("reader").speaking(version), method, path, permission);
    else
      assertThat(ask(api.as("reader").speaking(version), method, path).problems())
          .as(what)
          .doesNotContain("permission-denied");
    if (path.startsWith("/accounts/1/")) {
      Answer foreign = ask(api.stranger.speaking(version), method, path);
      Answer unknown =
          ask(
              api.stranger.speaking(version),
              method,
              path.replace("/accounts/1/", "/accounts/99/"));
      assertThat(foreign.status()).as(what).isEqualTo(403);
      assertThat(foreign.problems()).as(what).containsExactly("permission-denied");
      assertThat(unknown.status()).as(what).isEqualTo(403);
      assertThat(unknown.problems()).isEqualTo(foreign.problems());
      assertThat(unknown.details()).isEqualTo(foreign.details());
    }
  }

  private static void checkDenied(Client client, String method, String path, String permission) {
    Answer denied = ask(client, method, path);
    assertThat(denied.status()).as(method + " " + path).isEqualTo(403);
    assertThat(denied.problems()).containsExactly("permission-denied");
    assertThat(denied.details())
        .containsExactly("The application lacks the permission " + permission);
    assertThat(denied.text("/errors/0/type")).isEqualTo("authorization");
  }

  @Test
  void everyOperationIsInItsVersionsForThoseWhoMay() {
    check("GET", "/accounts", "Accounts Read", Version.ALL);
    check("POST", SEGMENTS + "/create", "Audiences Manage", Version.ALL);
    check("PATCH", SEGMENTS, "Audiences Manage", Version.ALL);
    check("POST", SEGMENTS + "/delete", "Audiences Manage", Version.ALL);
    check("POST", SEGMENTS + "/search", "Audiences Read", Version.ALL);
    check("GET", SEGMENTS + "/7/contact-list", "Audiences Read", Version.ALL);
    check("POST", LIST + "/add-remove", "Audiences Manage", Version.ALL);
    check("POST", LIST + "/clear", "Audiences Manage", Version.ALL);
    check("POST", AUDIENCES + "/create", "Audiences Manage", Version.ALL);
    check("PATCH", AUDIENCES, "Audiences Manage", Version.ALL);
    check("POST", AUDIENCES + "/delete", "Audiences Manage", Version.ALL);
    check("POST", AUDIENCES + "/search", "Audiences Read", Version.ALL);
    check("GET", TARGETING, "Campaigns Read", Version.STABLE);
    check("PUT", TARGETING, "Campaigns Manage", Version.STABLE);
    check("POST", TARGETING + "/append", "Campaigns Manage", Version.STABLE);
    check("POST", TARGETING + "/delete", "Campaigns Manage", Version.STABLE);
    for (String sizes : List.of("/compute-sizes", "/estimate-size")) {
      checkAbsent("POST", SEGMENTS + sizes);
      checkAbsent("POST", AUDIENCES + sizes);
    }
  }

  private void checkAbsent(String method, String path) {
    for (Version version : Version.STABLE)
      assertThat(ask(api.manager.speaking(version), method, path).status()).isIn(404, 405);
  }

  private void checkOwn(String method, String path, String permission) {
    checkWho(Version.V2027_01, method, path, permission);
  }

  @Test
  void theOwnOperationsAreForThoseWhoMay() {
    checkOwn("GET", "/v1/line-items", "Campaigns Read");
    checkOwn("GET", "/v1/line-items/7", "Campaigns Read");
    checkOwn("PUT", "/v1/line-items/7", "Campaigns Manage");
    checkOwn("GET", "/v1/retailers", "Retailers Read");
    checkOwn("GET", "/v1/retailers/11", "Retailers Read");
    checkOwn("PATCH", "/v1/retailers/11", "Retailers Manage");
    checkOwn("POST", "/v1/retailers/11/identities", "Retailers Manage");
    checkOwn("POST", "/v1/retailers/11/lookup", "Serving Read");
    checkOwn("POST", "/v1/computations", "Computations Manage");
    checkOwn("GET", "/v1/computations", "Computations Read");
    checkOwn("GET", "/v1/computations/7", "Computations Read");
    checkOwn("GET", "/v1/snapshots", "Computations Read");
    checkOwn("GET", "/v1/snapshots/7", "Computations Read");
    checkOwn("POST", "/v1/snapshots/7/publish", "Computations Manage");
  }

  @Test
  void aRetailerIsThatOfAnAccountGranted() {
    for (String retailer : List.of("13", "99", "x")) {
      for (Answer denied :
          List.of(
              api.manager.get("/v1/retailers/" + retailer),
              api.manager.patch("/v1/retailers/" + retailer, "{}"),
              api.manager.post("/v1/retailers/" + retailer + "/lookup", "{}"),
              api.manager.post("/v1/retailers/" + retailer + "/identities", ""))) {
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.details())
            .containsExactly("The application has no access to this retailer");
      }
    }
  }
}
