package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Client;
import dev.rollcall.http.Seed;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineItemRoutesTest {
  private static final String OURS = "'accountId':'1','retailerId':'11'";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private Answer put(String id, String attributes) {
    return api.manager.put("/v1/line-items/" + id, "{'data':{'attributes':{" + attributes + "}}}");
  }

  @Test
  void aLineItemIsRegisteredUnderTheCallersId() {
    String id = "9007199254740993";
    Answer made =
        put(
            id,
            OURS + ",'name':' Spring ','start':'2026-08-01T00:00:00+02:00','end':null,'unknown':1");
    assertThat(made.status()).isEqualTo(200);
    String expected =
        "{'id':'%s','type':'LineItem','attributes':{'name':'%s','accountId':'1','retailerId':'11','start':%s,'end':%s,'targeting':{'scope':'include','audienceIds':[]}}}";
    assertThat(made.at("/data").toString().replace('"', '\''))
        .isEqualTo(expected.formatted(id, "Spring", "'2026-07-31T22:00:00Z'", "null"));
    assertThat(api.manager.get("/v1/line-items/" + id).at("/data")).isEqualTo(made.at("/data"));
    Answer again = put(id, OURS + ",'name':'Summer','end':'2026-09-01T00:00:00Z'");
    assertThat(again.at("/data").toString().replace('"', '\''))
        .isEqualTo(expected.formatted(id, "Summer", "null", "'2026-09-01T00:00:00Z'"));
    assertThat(put("9223372036854775807", "'accountId':1,'retailerId':11,'name':'Last'").status())
        .isEqualTo(200);
  }

  private void checkRefused(String id, String attributes, int status, String problem) {
    Answer answer = put(id, attributes);
    assertThat(answer.status()).as(attributes).isEqualTo(status);
    assertThat(answer.problems()).as(attributes).containsExactly(problem);
    assertThat(api.manager.get("/v1/line-items").ids()).isEmpty();
  }

  @Test
  void whatCannotBeRegisteredIsRefused() {
    for (String id : List.of("0", "-1", "x", "9223372036854775808", "1.5"))
      checkRefused(id, OURS + ",'name':'x'", 400, "invalid-value");
    checkRefused("7", OURS, 400, "name-must-not-be-empty");
    checkRefused("7", OURS + ",'name':' '", 400, "name-must-not-be-empty");
    checkRefused("7", OURS + ",'name':'" + "n".repeat(257) + "'", 400, "name-too-long");
    checkRefused("7", OURS + ",'name':'\\u0000'", 400, "invalid-value");
    checkRefused("7", OURS + ",'name':7", 400, "invalid-value @data/attributes/name");
    checkRefused(
        "7", "'retailerId':'11','name':'x'", 400, "required-field @data/attributes/accountId");
    checkRefused("7", "'accountId':'2','retailerId':'11','name':'x'", 403, "permission-denied");
    checkRefused("7", "'accountId':'99','retailerId':'11','name':'x'", 403, "permission-denied");
    checkRefused(
        "7", "'accountId':'1','name':'x'", 400, "required-field @data/attributes/retailerId");
    checkRefused("7", "'accountId':'1','retailerId':'13','name':'x'", 404, "retailer-not-found");
    checkRefused(
        "7", OURS + ",'name':'x','start':'tomorrow'", 400, "invalid-value @data/attributes/start");
    checkRefused(
        "7",
        OURS + ",'name':'x','start':'2026-08-01'",
        400,
        "invalid-value @data/attributes/start");
    checkRefused(
        "7", OURS + ",'name':'x','start':1785542400", 400, "invalid-value @data/attributes/start");
    checkRefused(
        "7",
        OURS + ",'name':'x','end':'+999999999-12-31T23:59:59Z'",
        400,
        "invalid-value @data/attributes/end");
    checkRefused(
        "7",
        OURS + ",'name':'x','start':'-0001-01-01T00:00:00Z'",
        400,
        "invalid-value @data/attributes/start");
    checkRefused(
        "7",
        OURS + ",'name':'x','start':'2026-08-02T00:00:00Z','end':'2026-08-01T00:00:00Z'",
        400,
        "invalid-value @data/attributes/end");
    checkRefused(
        "7",
        OURS + ",'name':'x','start':'2026-08-02T00:00:00Z','end':'2026-08-02T00:00:00Z'",
        400,
        "invalid-value @data/attributes/end");
    assertThat(api.manager.put("/v1/line-items/7", "{'data':[]}").problems())
        .containsExactly("invalid-value @data");
    assertThat(api.manager.put("/v1/line-items/7", "{}").problems())
        .containsExactly("required-field @data/attributes/accountId");
    assertThat(api.manager.put("/v1/line-items/7", "").problems()).containsExactly("invalid-json");
  }

  @Test
  void accountAndRetailerStay() {
    put("7", OURS + ",'name':'x'");
    assertThat(put("7", "'accountId':'1','retailerId':'12','name':'x'").problems())
        .containsExactly("line-item-immutable");
    for (String id : List.of("7", "8", "x")) {
      Answer unknown = api.stranger.get("/v1/line-items/" + id);
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.problems()).containsExactly("line-item-not-found");
    }
  }

  private static final String THEIRS =
      "{'data':{'attributes':{'accountId':'2','retailerId':'11','name':'theirs'}}}";

  @Test
  void anIdThatAnotherAccountHasIsFreeLikeOneThatNobodyHas() {
    put("7", OURS + ",'name':'ours'");
    Answer taken = api.stranger.put("/v1/line-items/7", THEIRS);
    Answer free = api.stranger.put("/v1/line-items/8", THEIRS);
    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.body().toString())
        .isEqualTo(free.body().toString().replace("\"id\":\"8\"", "\"id\":\"7\""));
    assertThat(api.stranger.get("/v1/line-items").ids()).containsExactly("7", "8");
    assertThat(api.manager.get("/v1/line-items/7").text("/data/attributes/name")).isEqualTo("ours");
    assertThat(api.stranger.get("/v1/line-items/7").text("/data/attributes/name"))
        .isEqualTo("theirs");
    String audience =
        api.audience("loyal", "{'audienceSegmentId':'" + api.list("mails", "Email") + "'}");
    api.manager.put(
        "/preferred-line-items/7/targeting/audiences",
        "{'data':{'attributes':{'scope':'include','audienceIds':['" + audience + "']}}}");
    assertThat(api.stranger.get("/v1/line-items/7").at("/data/attributes/targeting/audienceIds"))
        .isEmpty();
  }

  @Test
  void whoSeesTwoAccountsSeesOneLineItemOfAnId() {
    Client agency =
        api.as(
            new Application(
                300,
                1,
                "agency",
                "agency",
                "",
                Set.of(Permission.CAMPAIGNS_MANAGE),
                Set.of(Seed.BRAND, Seed.STRANGER),
                OptionalInt.empty(),
                true));
    put("7", OURS + ",'name':'ours'");
    assertThat(agency.put("/v1/line-items/7", THEIRS).problems())
        .containsExactly("line-item-immutable");
    api.stranger.put("/v1/line-items/7", THEIRS);
    assertThat(agency.get("/v1/line-items/7").text("/data/attributes/name")).isEqualTo("ours");
    assertThat(agency.get("/v1/line-items").ids()).containsExactly("7", "7");
    assertThat(agency.put("/v1/line-items/7", THEIRS).status()).isEqualTo(200);
  }

  @Test
  void lineItemsAreListedByAccountAndPage() {
    for (String id : List.of("9", "7", "8")) put(id, OURS + ",'name':'x'");
    api.stranger.put(
        "/v1/line-items/5",
        "{'data':{'attributes':{'accountId':'2','retailerId':'11','name':'x'}}}");
    checkList("", 3, "7", "8", "9");
    checkList("?accountId=1", 3, "7", "8", "9");
    checkList("?offset=1&limit=1", 3, "8");
    checkList("?limit=0", 3);
    checkList("?offset=10", 3);
    assertThat(api.manager.get("/v1/line-items?accountId=2").problems())
        .containsExactly("permission-denied");
    assertThat(api.manager.get("/v1/line-items?accountId=1,99").problems())
        .containsExactly("permission-denied");
    assertThat(api.manager.get("/v1/line-items?limit=501").problems())
        .containsExactly("invalid-paging @limit");
    assertThat(api.manager.get("/v1/line-items?offset=-1").problems())
        .containsExactly("invalid-paging @offset");
  }

  private void checkList(String query, int total, String... ids) {
    Answer list = api.manager.get("/v1/line-items" + query);
    assertThat(list.ids()).containsExactly(ids);
    assertThat(list.at("/meta/totalItems").intValue()).isEqualTo(total);
  }
}
