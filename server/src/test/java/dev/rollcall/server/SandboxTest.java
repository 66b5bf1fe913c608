package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Permission;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SandboxTest {
  private static final String PREVIEW = "/preview/retail-media/accounts/%s/audience-segments/%s";

  @TempDir private Path folder;

  @Test
  void a_sandbox_has_something_to_try_and_keeps_it() throws IOException {
    JsonNode first;
    try (ServerProcess sandbox = start()) {
      first = sandbox.greeting();
      checkShape(first);
      assertSecretsAreTheOwnersOnly();
      Wire wire = signIn(sandbox, 0);
      String retailer = first.path("retailers").path(0).path("id").asString();
      JsonNode shown = wire.get("/v1/retailers/" + retailer).data().path("attributes");
      assertThat(shown.path("users").asInt()).isEqualTo(100_000);
      String account = first.path("accounts").path(1).path("id").asString();
      String segment = wire.createSegment(account, retailer, "Phones", "PhoneNumber");
      String audience =
          wire.createAudience(account, retailer, "Callers", Map.of("audienceSegmentId", segment));
      wire.amend(segment, "add", List.of("+1 555 000 0042", "+15550000045"));
      assertThat(wire.statistics(account, segment).path("numberOfMatches").asInt()).isEqualTo(1);
      JsonNode shopper = wire.lookup(retailer, "CustomerId", List.of("C000042")).path(0);
      assertThat(shopper.path("attributes").path("audienceIds").path(0).asString())
          .isEqualTo(audience);
      assertThat(signIn(sandbox, 1).clear(segment).status()).isEqualTo(403);
      JsonNode document =
          wire.get("/2027-01/retailmedia/open-api-specifications.json").body().path("paths");
      assertThat(document.has("/v1/sandbox/clock")).isTrue();
      for (String version : List.of("2026-01", "2026-07", "preview", "experimental"))
        assertThat(wire.get("/" + version + "/retailmedia/open-api-specifications.json").status())
            .as("every route that is served in %s is described", version)
            .isEqualTo(200);
    }
    try (ServerProcess sandbox = start()) {
      assertThat(sandbox.greeting().path("applications")).isEqualTo(first.path("applications"));
      assertThat(sandbox.greeting().path("lineItems")).isEqualTo(first.path("lineItems"));
      assertThat(signIn(sandbox, 0).get(Wire.API + "/me").status()).isEqualTo(200);
    }
  }

  @Test
  void a_sandbox_has_products_events_impressions_and_a_shared_list() throws Exception {
    try (ServerProcess sandbox = start()) {
      Wire wire = signIn(sandbox, 0);
      String retailer = sandbox.greeting().path("retailers").path(0).path("id").asString();
      String owner = sandbox.greeting().path("accounts").path(0).path("id").asString();
      String other = sandbox.greeting().path("accounts").path(1).path("id").asString();
      while (wire.get("/v1/accounts/" + owner + "/impressions").data().isEmpty())
        Thread.sleep(20); // they come last
      JsonNode club =
          wire.post(
                  Wire.API + "/accounts/" + other + "/audience-segments/search",
                  data(attributes(Map.of())))
              .data();
      assertThat(club).hasSize(1);
      assertThat(club.path(0).at("/attributes/contactList/isReadOnly").asBoolean()).isTrue();
      String list = club.path(0).path("id").asString();
      assertThat(wire.statistics(other, list).path("numberOfMatches").asInt()).isEqualTo(5_000);
      Map<String, Object> cheap =
          Map.of("shopperActivity", "Buy", "lookbackDays", "Last150Days", "maxPrice", 5);
      Wire.Answer made =
          wire.post(
              PREVIEW.formatted(other, "create"),
              data(
                  List.of(
                      attributes(
                          Map.of("name", "Savers", "retailerId", retailer, "events", cheap)))));
      List<String> savers = List.of(made.data().path(0).path("id").asString());
      assertThat(sizeOnceFound(wire, other, savers)).isBetween(500, 5_000);
    }
  }

  /** The size of a segment that the next run finds; 0 when none found any. */
  private static int sizeOnceFound(Wire wire, String account, List<String> segment)
      throws Exception {
    int size = 0;
    for (int tries = 0; size == 0 && tries < 300; tries++) {
      Thread.sleep(100);
      Wire.Answer told =
          wire.post(
              PREVIEW.formatted(account, "compute-sizes"),
              data(attributes(Map.of("channel", "Onsite", "ids", segment))));
      size = told.data().path(0).path("attributes").path("size").asInt();
    }
    return size;
  }

  private static Map<String, Object> data(Object data) {
    return Map.of("data", data);
  }

  private static Map<String, Object> attributes(Map<String, Object> attributes) {
    return Map.of("attributes", attributes);
  }

  private static void checkShape(JsonNode greeting) {
    assertThat(greeting.propertyNames())
        .containsExactlyInAnyOrder("baseUrl", "applications", "accounts", "retailers", "lineItems");
    JsonNode everything = greeting.path("applications").path(0);
    assertThat(everything.propertyNames())
        .containsExactlyInAnyOrder("name", "clientId", "clientSecret", "permissions", "accounts");
    assertThat(everything.path("permissions")).hasSize(Permission.values().length);
    assertThat(everything.path("accounts")).hasSize(2);
    assertThat(greeting.path("applications").path(1).path("permissions"))
        .allSatisfy(permission -> assertThat(permission.asString()).endsWith(" Read"));
    assertThat(greeting.path("accounts")).hasSize(2);
    assertThat(greeting.path("accounts").path(1).propertyNames())
        .containsExactlyInAnyOrder("id", "name", "type", "retailers");
    assertThat(greeting.path("retailers").path(0).path("identityGraph").asBoolean()).isTrue();
    assertThat(greeting.path("retailers").path(1).path("identityGraph").asBoolean()).isFalse();
    assertThat(greeting.path("lineItems"))
        .hasSize(3)
        .allSatisfy(lineItem ->
            assertThat(lineItem.propertyNames())
                .containsExactlyInAnyOrder("id", "accountId", "retailerId"));
  }

  @Test
  void a_sandbox_killed_while_it_is_filled_is_filled_by_the_next_start() throws Exception {
    for (String written : List.of("data/sandbox.json", "data/log/00000000000000000001.log")) {
      Process killed = new ProcessBuilder(command()).redirectError(Redirect.DISCARD).start();
      while (Files.notExists(folder.resolve(written)) && killed.isAlive()) Thread.sleep(1);
      killed.destroyForcibly().waitFor();
    }
    try (ServerProcess sandbox = start()) {
      assertThat(sandbox.greeting().path("accounts")).hasSize(2);
      assertThat(sandbox.greeting().path("applications")).hasSize(3);
      String retailer = sandbox.greeting().path("retailers").path(0).path("id").asString();
      JsonNode shown = signIn(sandbox, 0).get("/v1/retailers/" + retailer).data();
      assertThat(shown.path("attributes").path("users").asInt()).isEqualTo(100_000);
    }
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "sandbox",
        "--port",
        "0",
        "--data",
        folder.resolve("data").toString());
  }

  @Test
  void the_clock_can_be_moved_forward_to_see_noon() throws IOException {
    try (ServerProcess sandbox = start()) {
      Wire wire = signIn(sandbox, 0);
      Wire.Answer moved = advance(wire, "2030-01-01T12:00:01Z");
      assertThat(moved.status()).isEqualTo(200);
      assertThat(moved.data().path("attributes").path("now").asString())
          .startsWith("2030-01-01T12:00:01");
      assertThat(wire.get("/v1/computations").data())
          .extracting(run -> run.path("attributes"))
          .filteredOn(run -> run.path("trigger").asString().equals("scheduled"))
          .extracting(run -> run.path("requestedAt").asString())
          .contains("2030-01-01T12:00:00Z");
      Wire.Answer back = advance(wire, "2029-01-01T12:00:01Z");
      assertThat(back.status()).isEqualTo(400);
      assertThat(back.body().path("errors").path(0).path("code").asString())
          .isEqualTo("invalid-value");
      assertThat(advance(signIn(sandbox, 1), "2031-01-01T00:00:00Z").status()).isEqualTo(403);
    }
  }

  private static Wire.Answer advance(Wire wire, String time) throws IOException {
    return wire.post(
        "/v1/sandbox/clock", Map.of("data", Map.of("attributes", Map.of("advanceTo", time))));
  }

  private void assertSecretsAreTheOwnersOnly() throws IOException {
    for (String file : List.of("sandbox.json", "secret.key"))
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("data").resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
  }

  private ServerProcess start() throws IOException {
    String data = folder.resolve("data").toString();
    return ServerProcess.start(folder.resolve("log"), "sandbox", "--port", "0", "--data", data);
  }

  private static Wire signIn(ServerProcess sandbox, int application) throws IOException {
    JsonNode entry = sandbox.greeting().path("applications").path(application);
    return Wire.signIn(
        sandbox.url(), entry.path("clientId").asString(), entry.path("clientSecret").asString());
  }
}
