package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.contract.published.OpenApi;
import dev.rollcall.http.openapi.Specification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's own document: complete, and true to itself. That it is true to what goes over the
 * wire is what the harness holds every exchange to.
 */
class SpecificationTest {
  private static final String CONTENT = "/content/application~1json";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @EnumSource
  void isServedToAnyoneInEveryVersion(Version version) {
    Response response =
        api.unsigned().get("/" + version.wireName() + "/retailmedia/open-api-specifications.json");
    assertThat(response.status()).isEqualTo(200);
    JsonNode document = new JsonMapper().readTree(response.body());
    assertThat(document).isEqualTo(api.own.of(version).root());
    assertThat(document.path("openapi").stringValue()).startsWith("3.1");
    assertThat(document.at("/info/version").stringValue()).isEqualTo(version.wireName());
  }

  @Test
  void ofAnotherVersionIsNotThere() {
    Wire wire = api.unsigned();
    String path = "/retailmedia/open-api-specifications.json";
    assertThat(Wire.error(wire.get("/2031-01" + path))).isEqualTo("version-unknown");
    assertThat(Wire.error(wire.get("/2025-10" + path))).isEqualTo("version-retired");
  }

  @Test
  void everyRouteIsDescribedAndEverythingDescribedIsARoute() {
    List<String> described = new ArrayList<>(Specification.described());
    described.remove("POST /v1/sandbox/clock");
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(api.routes.stream().map(Route::toString).toList());
    Route more = Route.open(Method.GET, "/v1/more", call -> Response.empty(204));
    assertThatThrownBy(() -> Specification.of(Version.PREVIEW, List.of(more)))
        .hasMessage("GET /v1/more is not described");
  }

  @Test
  void everyProblemCodeIsThatOfAnOperationOrOfNone() {
    Set<String> codes = new TreeSet<>(Set.of("route-not-found", "method-not-allowed"));
    codes.addAll(Set.of("version-unknown", "version-retired"));
    for (Version version : List.of(Version.V2027_01, Version.PREVIEW)) {
      JsonNode document = api.own.of(version).root();
      document
          .findValues("x-codes")
          .forEach(found -> found.forEach(code -> codes.add(code.stringValue(""))));
      document
          .findValues("x-item-problems")
          .forEach(found -> found.forEach(code -> codes.add(code.stringValue())));
    }
    for (ProblemCode code : ProblemCode.values()) assertThat(codes).contains(code.code());
  }

  @Test
  void everyBodyHasAnExampleAndEveryExampleIsRight() {
    List<String> faults = new ArrayList<>();
    for (Route route : api.routes) {
      Version version = OwnDocuments.version(route);
      OpenApi document = api.own.of(version);
      String path = route.template().replace("{version}", version.wireName());
      OpenApi.Operation operation = document.find(route.method().name(), path).orElseThrow();
      String body = operation.pointer() + "/requestBody" + CONTENT;
      if (document.at(body).isObject() && !document.at(body).has("example"))
        faults.add(operation + " has no example");
      check(document, body, faults);
      boolean itself = path.endsWith("/open-api-specifications.json");
      for (int status : new int[] {200, 201, 202}) {
        String answer = operation.pointer() + "/responses/" + status + CONTENT;
        if (document.at(answer).isObject() && !document.at(answer).has("example") && !itself)
          faults.add(operation + " has no example of its answer " + status);
        check(document, answer, faults);
      }
    }
    assertThat(faults).isEmpty();
  }

  private static void check(OpenApi document, String content, List<String> faults) {
    JsonNode example = document.at(content).path("example");
    if (example.isMissingNode()) return;
    for (Error error : document.violations(content + "/schema", example))
      faults.add(content + ": " + error);
  }

  @Test
  void bodiesAreDescribedInTheMediaTypesThatAreRead() {
    for (Route route : api.routes) {
      Version version = OwnDocuments.version(route);
      String path = route.template().replace("{version}", version.wireName());
      OpenApi document = api.own.of(version);
      OpenApi.Operation operation = document.find(route.method().name(), path).orElseThrow();
      JsonNode content = document.at(operation.pointer()).at("/requestBody/content");
      assertThat(content.propertyNames())
          .as(route.toString())
          .containsExactlyInAnyOrderElementsOf(route.accepts().mediaTypes());
    }
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    Response page = api.unsigned().get("/docs");
    assertThat(page.header("content-type")).contains("text/html; charset=utf-8");
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .contains("/retailmedia/open-api-specifications.json")
        .doesNotContain("http:", "https:", "src=", "@import");
  }
}
