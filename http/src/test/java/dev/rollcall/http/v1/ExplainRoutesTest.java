package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainRoutesTest {
  private final ApiHarness api = new ApiHarness();
  private String coffee = "";
  private String tea = "";
  private String audience = "";

  @BeforeEach
  void anAudience() {
    coffee = api.list("coffee", "Email");
    tea = api.list("tea", "Email");
    audience =
        api.audience(
            "coffee without tea",
            "{'and':[{'audienceSegmentId':'%s'},{'not':{'audienceSegmentId':'%s'}}]}"
                .formatted(coffee, tea));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer explain(String type, String value) {
    return api.manager.post(
        "/v1/accounts/1/audiences/" + audience + "/explain",
        "{'data':{'attributes':{'identifier':{'type':'" + type + "','value':" + value + "}}}}");
  }

  @Test
  void theTreeTheOperationsAndWhatWouldTurnTheVerdictAreTold() {
    api.add(coffee, "'a@example.com'");
    api.add(tea, "'a@example.com'", "'b@example.com'");
    Answer answer = explain("Email", "' A@example.com'");
    String attributes = "/data/attributes";
    assertThat(answer.at(attributes + "/in").booleanValue()).isFalse();
    assertThat(answer.text(attributes + "/reason")).isEqualTo("algebra");
    assertThat(answer.at(attributes + "/algebra/and/0/in").booleanValue()).isTrue();
    assertThat(answer.at(attributes + "/algebra/and/1/in").booleanValue()).isFalse();
    assertThat(answer.at(attributes + "/algebra/and/1/not/in").booleanValue()).isTrue();
    assertThat(answer.text(attributes + "/segments/1/why/operation/kind")).isEqualTo("add");
    assertThat(answer.text(attributes + "/segments/1/why/operation/applicationId"))
        .isEqualTo("101");
    String operation = answer.text(attributes + "/segments/1/why/operation/id");
    assertThat(api.manager.get("/v1/operations/" + operation).text(attributes + "/kind"))
        .isEqualTo("add");
    assertThat(answer.text(attributes + "/changes/0/action")).isEqualTo("remove");
    assertThat(answer.text(attributes + "/changes/0/audienceSegmentId")).isEqualTo(tea);
    assertThat(answer.text(attributes + "/advice"))
        .isEqualTo(
            "The shopper is not in the audience. It would turn by taking all of the shopper's"
                + " identifiers off segment \"tea\" ("
                + tea
                + ").");
  }

  @Test
  void anAmendmentIsToldWithWhenItWasAccepted() {
    api.add(coffee, "'a@example.com'");
    api.clock.pass(Duration.ofMinutes(7));
    Instant accepted = api.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    api.manager.post("/audience-segments/" + coffee + "/contact-list/clear", "");
    api.clock.pass(Duration.ofMinutes(7));
    assertThat(
            explain("Email", "'a@example.com'")
                .text("/data/attributes/segments/0/why/operation/acceptedAt"))
        .isEqualTo(accepted.toString());
  }

  @Test
  void anAcknowledgedChangeThatIsNotLiveYetIsToldUntilItIs() {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    api.add(coffee, "'a@example.com'");
    String operation =
        api.manager
            .get("/v1/accounts/1/audience-segments/" + coffee + "/history")
            .text("/data/0/id");
    Answer waiting = explain("Email", "'a@example.com'");
    String attributes = "/data/attributes";
    assertThat(waiting.at(attributes + "/in").booleanValue()).isFalse();
    assertThat(waiting.at(attributes + "/acknowledged").booleanValue()).isTrue();
    assertThat(waiting.at(attributes + "/pending").booleanValue()).isTrue();
    assertThat(waiting.at(attributes + "/segments/0/in").booleanValue()).isFalse();
    assertThat(waiting.text(attributes + "/segments/0/pending/operation/id")).isEqualTo(operation);
    assertThat(waiting.at(attributes + "/segments/1/pending").isNull()).isTrue();
    assertThat(waiting.text(attributes + "/advice")).contains("next computation");
    api.compute();
    Answer live = explain("Email", "'a@example.com'");
    assertThat(live.at(attributes + "/in").booleanValue()).isTrue();
    assertThat(live.at(attributes + "/pending").booleanValue()).isFalse();
    assertThat(live.text(attributes + "/segments/0/why/operation/id")).isEqualTo(operation);
  }

  @Test
  void aClearedListLostTheShopper() {
    api.add(coffee, "'a@example.com'");
    api.manager.post("/audience-segments/" + coffee + "/contact-list/clear", "");
    Answer answer = explain("Email", "'a@example.com'");
    assertThat(answer.text("/data/attributes/segments/0/why/operation/kind")).isEqualTo("clear");
    assertThat(answer.text("/data/attributes/segments/1/why/cause")).isEqualTo("never-named");
  }

  @Test
  void anIdentifierNobodyKnowsIsInNothing() {
    Answer answer = explain("CustomerId", "12345");
    assertThat(answer.at("/data/attributes/in").booleanValue()).isFalse();
    assertThat(answer.text("/data/attributes/reason")).isEqualTo("unknown-identifier");
    assertThat(answer.at("/data/attributes/segments/0/why").isNull()).isTrue();
    assertThat(answer.at("/data/attributes/changes")).isEmpty();
  }

  @Test
  void whatIsNoIdentifierIsRefusedWithoutItsValue() {
    for (String value : List.of("'nobody'", "''", "'@@'")) {
      Answer answer = explain("Email", value);
      assertThat(answer.problems())
          .containsExactly("invalid-value @data/attributes/identifier/value");
      assertThat(answer.details().getFirst()).doesNotContain("nobody");
    }
    assertThat(explain("Letter", "'a@example.com'").problems())
        .containsExactly("invalid-value @data/attributes/identifier/type");
    assertThat(
            api.manager.post("/v1/accounts/1/audiences/" + audience + "/explain", "{}").problems())
        .containsExactly("required-field @data/attributes/identifier");
    assertThat(api.manager.get("/v1/accounts/1/explanations").ids()).isEmpty();
  }

  @Test
  void whoAskedIsInTheTrailUnderASealedKey() {
    explain("Email", "'a@example.com'");
    explain("Email", "'A@EXAMPLE.COM'");
    explain("CustomerId", "'C1'");
    Answer trail = api.manager.get("/v1/accounts/1/explanations");
    assertThat(trail.ids()).containsExactly("3", "2", "1");
    assertThat(trail.attribute("applicationId")).containsOnly("101");
    assertThat(trail.attribute("audienceId")).containsOnly(audience);
    List<String> keys = trail.attribute("subjectKey");
    assertThat(keys.get(1)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(0));
    assertThat(trail.body().toString()).doesNotContain("example", "C1");
    assertThat(api.manager.get("/v1/accounts/1/explanations?limit=1&offset=1").ids())
        .containsExactly("2");
    assertThat(api.stranger.get("/v1/accounts/2/explanations").ids()).isEmpty();
  }
}
