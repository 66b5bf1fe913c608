package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Catalog;
import dev.rollcall.http.access.TokenRoutes;
import dev.rollcall.storage.sql.SqlCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminCommandTest {
  @TempDir private Path folder;
  private String config = "";

  @BeforeEach
  void configure() throws IOException {
    Path data = folder.resolve("data");
    config = Files.writeString(folder.resolve("c.yaml"), "data: {folder: " + data + "}").toString();
  }

  @Test
  void an_operator_builds_a_directory() {
    String market = added("retailers", "add", "--name", " Market ");
    String pharmacy = added("retailers", "add", "--name", "Pharmacy", "--publication", "scheduled");
    String brand =
        added("accounts", "add", "--name", "Brand", "--type", "demand", "--retailer", market);
    JsonNode granted =
        done("accounts", "grant", "--account", brand, "--retailer", pharmacy).path(0);
    assertThat(strings(granted.path("retailerIds"))).containsExactly(market, pharmacy);
    JsonNode set = done("retailers", "set", "--retailer", market, "--publication", "SCHEDULED");
    assertThat(set.path(0).path("publication").asString()).isEqualTo("scheduled");
    assertThat(done("retailers", "list")).hasSize(2);
    assertThat(done("accounts", "list").path(0).path("name").asString()).isEqualTo("Brand");
    done(
        "line-items",
        "put",
        "--id",
        "77",
        "--account",
        brand,
        "--retailer",
        market,
        "--name",
        "Home",
        "--start",
        "2030-01-01T00:00:00Z");
    JsonNode lineItem = done("line-items", "list").path(0);
    assertThat(lineItem.path("start").asString()).isEqualTo("2030-01-01T00:00:00Z");
  }

  @Test
  void of_a_secret_only_the_hash_is_kept() throws IOException {
    JsonNode issued = done("applications", "add", "--name", "App", "--permission", "all");
    String secret = issued.path("clientSecret").asString();
    assertThat(stored().secretHash()).isEqualTo(TokenRoutes.hash(secret));
    assertThat(Files.readString(catalogFile(), ISO_8859_1)).doesNotContain(secret);
    String id = issued.path("id").asString();
    String other = done("applications", "rotate-secret", id).path("clientSecret").asString();
    assertThat(other).isNotEqualTo(secret);
    assertThat(stored().secretHash()).isEqualTo(TokenRoutes.hash(other));
    assertThat(stored().clientId()).isEqualTo(issued.path("clientId").asString());
  }

  @Test
  void an_application_is_granted_what_it_may_do() {
    String market = added("retailers", "add", "--name", "Market");
    String brand =
        added("accounts", "add", "--name", "Brand", "--type", "demand", "--retailer", market);
    String id = added("applications", "add", "--name", "App", "--rate-limit", "7");
    done(
        "applications",
        "grant",
        id,
        "--permission",
        "Audiences Manage,serving read",
        "--account",
        brand);
    done("applications", "disable", id);
    JsonNode application = done("applications", "rate-limit", id, "0").path(0);
    assertThat(strings(application.path("permissions")))
        .containsExactly("Audiences Manage", "Serving Read");
    assertThat(strings(application.path("accounts"))).containsExactly(brand);
    assertThat(application.path("enabled").asBoolean()).isFalse();
    assertThat(application.has("requestsPerMinute")).isFalse();
    done("applications", "enable", id);
    done("applications", "revoke", id, "--permission", "Serving Read", "--account", brand);
    JsonNode rest = done("applications", "list").path(0);
    assertThat(strings(rest.path("permissions"))).containsExactly("Audiences Manage");
    assertThat(rest.path("accounts")).isEmpty();
    assertThat(rest.path("enabled").asBoolean()).isTrue();
  }

  @Test
  void what_cannot_be_is_refused_in_one_line() {
    refused("there is no retailer 5", "accounts", "grant", "--account", brand(), "--retailer", "5");
    refused("there is no account 9", "accounts", "grant", "--account", "9", "--retailer", "5");
    refused("there is no application 3", "applications", "disable", "3");
    refused(
        "there is no permission Fly;", "applications", "add", "--name", "a", "--permission", "Fly");
    refused("a name has 1 to 256", "retailers", "add", "--name", " ");
    refused(
        "a time zone is", "accounts", "add", "--name", "a", "--type", "supply", "--time-zone", "x");
    refused(
        "a currency is", "accounts", "add", "--name", "a", "--type", "supply", "--currency", "e");
    refused(
        "countries are", "accounts", "add", "--name", "a", "--type", "supply", "--country", "xx");
  }

  @Test
  void tables_are_for_people() {
    brand();
    CommandLineRun run = CommandLineRun.of("admin", "accounts", "list", "--config", config);
    assertThat(run.out()).contains("ID", "NAME", "Brand", "demand");
  }

  private String brand() {
    return added("accounts", "add", "--name", "Brand", "--type", "demand");
  }

  private String added(String... arguments) {
    JsonNode answer = done(arguments);
    return (answer.isArray() ? answer.path(0) : answer).path("id").asString();
  }

  private JsonNode done(String... arguments) {
    CommandLineRun run = run(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }

  private void refused(String message, String... arguments) {
    CommandLineRun run = run(arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("rollcall: " + message).hasLineCount(1);
  }

  private CommandLineRun run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("admin"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--config", config, "--json"));
    return CommandLineRun.of(line.toArray(String[]::new));
  }

  private Application stored() {
    try (Catalog catalog = SqlCatalog.open(catalogFile().toString())) {
      return catalog.read(tables -> tables.applications().list()).getFirst();
    }
  }

  private Path catalogFile() {
    return folder.resolve("data/catalog.db");
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
