package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Version;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetingRoutesTest {
  private static final String LINE = "/preferred-line-items/9007199254740993/targeting/audiences";

  private final ApiHarness api = new ApiHarness();
  private String one = "";
  private String two = "";
  private String elsewhere = "";

  @BeforeEach
  void seed() {
    String leaf = "{'audienceSegmentId':'" + api.list("mails", "Email") + "'}";
    one = api.audience("one", leaf);
    two = api.audience("two", leaf);
    String market = api.list(12, "market", "Email");
    elsewhere =
        api.manager
            .post(
                "/accounts/1/audiences/create",
                "{'data':[{'attributes':{'name':'market','retailerId':'12','algebra':{'audienceSegmentId':'"
                    + market
                    + "'}}}]}")
            .id();
    api.manager.put(
        "/v1/line-items/9007199254740993",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'Line'}}}");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String body(String attributes) {
    return "{'data':{'attributes':{" + attributes + "}}}";
  }

  private static void check(Answer answer, String scope, String... ids) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString().replace('"', '\''))
        .isEqualTo(
            "{'data':{'type':'AudienceTarget','attributes':{'scope':'%s','audienceIds':[%s]}},'errors':[],'warnings':[]}"
                .formatted(
                    scope,
                    String.join(",", List.of(ids).stream().map(id -> "'" + id + "'").toList())));
  }

  @Test
  void audiencesAreSetAppendedAndDeleted() {
    check(api.manager.get(LINE), "include");
    check(
        api.manager.put(
            LINE,
            body("'scope':'exclude','audienceIds':['" + two + "'," + one + ",'" + two + "']")),
        "exclude",
        one,
        two);
    check(api.manager.get(LINE), "exclude", one, two);
    check(api.manager.put(LINE, body("'scope':'Include','audienceIds':[]")), "include");
    check(
        api.manager.post(LINE + "/append", body("'audienceIds':['" + two + "'],'scope':'exclude'")),
        "include",
        two);
    check(
        api.manager.post(LINE + "/append", body("'audienceIds':['" + one + "','" + two + "']")),
        "include",
        one,
        two);
    check(api.manager.post(LINE + "/append", body("'audienceIds':[]")), "include", one, two);
    check(
        api.manager.post(LINE + "/delete", body("'audienceIds':['" + one + "','424242']")),
        "include",
        two);
    check(api.manager.post(LINE + "/delete", body("'audienceIds':['" + two + "']")), "include");
  }

  @Test
  void whatCannotBeTargetedIsRefusedAndNothingChanges() {
    for (String more : List.of("'scope':'include',", "")) {
      String target = more.isEmpty() ? LINE + "/append" : LINE;
      checkRefused(
          target, more + "'audienceIds':['" + one + "','424242']", 404, "audience-not-found");
      checkRefused(target, more + "'audienceIds':['x']", 404, "audience-not-found");
      checkRefused(
          target,
          more + "'audienceIds':['" + one + "','" + elsewhere + "']",
          400,
          "segment-retailer-mismatch");
      checkRefused(target, more + "'x':1", 400, "required-field @data/attributes/audienceIds");
      checkRefused(
          target, more + "'audienceIds':null", 400, "required-field @data/attributes/audienceIds");
      checkRefused(
          target,
          more + "'audienceIds':'" + one + "'",
          400,
          "invalid-value @data/attributes/audienceIds");
      checkRefused(
          target,
          more + "'audienceIds':[null]",
          400,
          "required-field @data/attributes/audienceIds/0");
      checkRefused(
          target, more + "'audienceIds':[{}]", 400, "invalid-value @data/attributes/audienceIds/0");
    }
    checkRefused(
        LINE, "'audienceIds':['" + one + "']", 400, "required-field @data/attributes/scope");
    checkRefused(
        LINE,
        "'scope':'unknown','audienceIds':['" + one + "']",
        400,
        "invalid-value @data/attributes/scope");
    checkRefused(
        LINE,
        "'scope':1,'audienceIds':['" + one + "']",
        400,
        "invalid-value @data/attributes/scope");
    checkRefused(
        LINE + "/delete", "'audienceIds':{}", 400, "invalid-value @data/attributes/audienceIds");
    assertThat(api.manager.put(LINE, "{'data':[]}").problems())
        .containsExactly("invalid-value @data");
    assertThat(api.manager.put(LINE, "{").problems()).containsExactly("invalid-json");
  }

  private void checkRefused(String target, String attributes, int status, String problem) {
    Answer answer =
        target.equals(LINE)
            ? api.manager.put(target, body(attributes))
            : api.manager.post(target, body(attributes));
    assertThat(answer.status()).as(attributes).isEqualTo(status);
    assertThat(answer.problems()).as(attributes).containsExactly(problem);
    check(api.manager.get(LINE), "include");
  }

  @Test
  void aLineItemOfAnotherAccountIsAsUnknownAsOneThatNeverWas() {
    String unknown = LINE.replace("9007199254740993", "424242");
    for (String line : List.of(LINE, unknown, LINE.replace("9007199254740993", "x"))) {
      for (Answer answer :
          List.of(
              api.stranger.get(line),
              api.stranger.put(line, body("'scope':'include','audienceIds':[]")),
              api.stranger.post(line + "/append", body("'audienceIds':[]")),
              api.stranger.post(line + "/delete", body("'audienceIds':[]")))) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problems()).containsExactly("line-item-not-found");
      }
    }
  }

  @Test
  void anAudienceOfAnotherAccountCannotBeTargeted() {
    api.stranger.put("/v1/line-items/5", body("'accountId':'2','retailerId':'11','name':'Theirs'"));
    String theirs = "/preferred-line-items/5/targeting/audiences/append";
    Answer foreign = api.stranger.post(theirs, body("'audienceIds':['" + one + "']"));
    Answer unknown = api.stranger.post(theirs, body("'audienceIds':['424242']"));
    assertThat(foreign.problems())
        .isEqualTo(unknown.problems())
        .containsExactly("audience-not-found");
    assertThat(foreign.details().getFirst().replace(one, "424242"))
        .isEqualTo(unknown.details().getFirst());
  }

  @Test
  void targetingIsOfTheStableVersionsAlone() {
    for (Version version : Version.values()) {
      Answer answer = api.manager.speaking(version).get(LINE);
      if (version.stable()) check(answer, "include");
      else assertThat(answer.problems()).containsExactly("route-not-found");
    }
  }
}
