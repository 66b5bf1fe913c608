package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Client;
import dev.rollcall.http.Version;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What callers are told who may do everything but see exact sizes. */
class SizePrivacyTest {
  private static final int SHOPPERS = 20_000;
  private static final String BUYERS =
      "'retailerId':'11','events':{'shopperActivity':'Buy','lookbackDays':'Last60Days'}";

  private final ApiHarness api = new ApiHarness();
  private final Client knowing = api.manager.speaking(Version.PREVIEW);
  private final Client guessing =
      api.as(
              new Application(
                  9,
                  1,
                  "guessing",
                  "guessing",
                  "",
                  EnumSet.complementOf(EnumSet.of(Permission.EXACT_SIZES_READ)),
                  Set.of(1L),
                  OptionalInt.empty(),
                  true))
          .speaking(Version.PREVIEW);

  @AfterEach
  void close() {
    api.close();
  }

  private static JsonNode size(Client client, String what, String attributes) {
    Answer answer =
        client.post(
            "/accounts/1/audience-segments/" + what,
            "{'data':{'attributes':{'channel':'Onsite'," + attributes + "}}}");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode data = answer.at("/data");
    return (data.isArray() ? data.get(0) : data).path("attributes");
  }

  @Test
  void shoppers_of_events_alone_are_estimated_as_they_will_be_counted() {
    api.manager
        .with("content-type", "text/csv")
        .send(
            "POST",
            "/v1/retailers/11/events",
            IntStream.range(0, SHOPPERS)
                .mapToObj(n -> "e%d,Buy,p1,2026-08-01T08:00:00Z,u%d".formatted(n, n))
                .collect(Collectors.joining("\n", "eventId,activity,productId,time,userId\n", "\n"))
                .getBytes(StandardCharsets.UTF_8));
    assertThat(size(knowing, "estimate-size", BUYERS).path("size").asInt()).isEqualTo(SHOPPERS);
    JsonNode estimated = size(guessing, "estimate-size", BUYERS);
    assertThat(estimated.has("size")).isFalse();
    assertThat(estimated.path("relativeSize").asDouble()).isBetween(0.8, 1.0);
    assertThat(size(guessing, "estimate-size", BUYERS)).isEqualTo(estimated);
    String saved =
        knowing
            .post(
                "/accounts/1/audience-segments/create",
                "{'data':[{'attributes':{'name':'Buyers'," + BUYERS + "}}]}")
            .id();
    api.compute();
    String ids = "'ids':['" + saved + "']";
    assertThat(size(knowing, "compute-sizes", ids).path("size").asInt()).isEqualTo(SHOPPERS);
    assertThat(size(guessing, "compute-sizes", ids).path("relativeSize").asDouble())
        .isBetween(0.8, 1.0);
  }

  /** Each would tell whether somebody else has a person on a list, once that person is added. */
  @Test
  void nothing_else_tells_of_one_user_more() {
    api.add(api.list("one", "Email"), "'a@example.com'");
    api.compute();
    String computations = "/v1/computations";
    assertThat(knowing.get(computations).at("/data/0/attributes/counts").toString())
        .contains("changedSegments", "changedAudiences");
    assertThat(guessing.get(computations).at("/data/0/attributes/counts").toString())
        .contains("\"segments\":1")
        .doesNotContain("changed");
    String snapshot = "/v1/snapshots/" + knowing.get("/v1/snapshots").text("/data/0/id");
    assertThat(knowing.get(snapshot).at("/data/attributes/retailers/0").has("users")).isTrue();
    assertThat(guessing.get(snapshot).at("/data/attributes/retailers/0").has("users")).isFalse();
    String retailer = "/v1/retailers/11";
    assertThat(knowing.get(retailer).at("/data/attributes/users").asInt()).isOne();
    assertThat(guessing.get(retailer).at("/data/attributes").has("users")).isFalse();
  }
}
