package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Limits;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Seed;
import dev.rollcall.http.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AudienceRoutesTest {
  private static final String AUDIENCES = "/accounts/1/audiences";

  private final ApiHarness api = new ApiHarness();
  private final String mails = api.list("mails", "Email");
  private final String customers = api.list("customers", "CustomerId");
  private final String market = api.list(Seed.MARKET, "market", "Email");

  @AfterEach
  void close() {
    api.close();
  }

  private static String in(String segmentId) {
    return "{'audienceSegmentId':'" + segmentId + "'}";
  }

  private String named(String name) {
    return "'name':'" + name + "','retailerId':'11','algebra':" + in(mails);
  }

  private Answer create(String... attributes) {
    return api.manager.post(
        AUDIENCES + "/create",
        "{'data':[{'attributes':{" + String.join("}},{'attributes':{", attributes) + "}}]}");
  }

  private Answer update(String... items) {
    return api.manager.patch(AUDIENCES, "{'data':[" + String.join(",", items) + "]}");
  }

  private Answer delete(String... ids) {
    return api.manager.post(
        AUDIENCES + "/delete", "{'data':[{'id':'" + String.join("'},{'id':'", ids) + "'}]}");
  }

  private static String edit(String id, String attributes) {
    return "{'id':'" + id + "','attributes':{" + attributes + "}}";
  }

  @Test
  void theFullAudienceComesBack() {
    String algebra = "{'and':[" + in(mails) + ",{'not':" + in(customers) + "}]}";
    Answer made =
        create(
            "'name':' Loyal ','description':'why','retailerId':11,'unknown':'x','algebra':"
                + algebra);
    assertThat(made.at("/data/0").toString().replace('"', '\''))
        .isEqualTo(
            """
            {'id':'%s','type':'Audience','attributes':{'name':'Loyal','description':'why','accountId':'1','retailerId':'11',\
            'channels':[],'algebra':%s,'createdAt':'2026-08-01T09:30:00.123Z','updatedAt':'2026-08-01T09:30:00.123Z','createdById':null}}\
            """
                .formatted(made.id(), algebra));
  }

  @Test
  void anAudienceIsReachedOnTheChannelsItsSegmentsShare() {
    String others = api.list("others", "CustomerId");
    checkChannels("[\"Offsite\"]", mails);
    checkChannels("[\"Onsite\"]", customers);
    checkChannels("[\"Onsite\"]", customers, others);
    checkChannels("[]", customers, mails);
  }

  private void checkChannels(String channels, String... segments) {
    String id =
        api.audience(
            "reached",
            "{'or':["
                + String.join(",", List.of(segments).stream().map(AudienceRoutesTest::in).toList())
                + "]}");
    Answer found = api.manager.post(AUDIENCES + "/search", "{}");
    assertThat(found.at("/data/0/attributes/channels").toString()).isEqualTo(channels);
    delete(id);
  }

  @Test
  void whatCannotBeMadeIsRefusedInItsPlaceAndTheOthersAreMade() {
    String foreign =
        api.stranger
            .post(
                "/accounts/2/audience-segments/create",
                "{'data':[{'attributes':{'name':'theirs','retailerId':'11','contactList':{'identifierType':'Email'}}}]}")
            .id();
    String algebra = "'algebra':" + in(mails);
    checkRefused("null", "required-field");
    checkRefused("'text'", "invalid-value");
    checkRefused("{'attributes':'text'}", "invalid-value");
    checkDraft("", "required-field");
    checkDraft("'retailerId':'11'," + algebra, "name-must-not-be-empty");
    checkDraft(named("  "), "name-must-not-be-empty");
    checkDraft(named("n".repeat(257)), "name-too-long");
    checkDraft(named(" First "), "name-must-be-unique");
    checkDraft(named("\\ud800"), "invalid-value");
    checkDraft("'name':[],'retailerId':'11'," + algebra, "invalid-value");
    checkDraft("'description':'" + "d".repeat(501) + "'," + named("x"), "description-too-long");
    checkDraft("'description':1," + named("x"), "invalid-value");
    checkDraft("'name':'x'," + algebra, "required-field");
    checkDraft("'name':'x','retailerId':'13'," + algebra, "retailer-not-found");
    checkDraft("'name':'x','retailerId':'999'," + algebra, "retailer-not-found");
    checkDraft("'name':'x','retailerId':'11'", "required-field");
    checkDraft("'name':'x','retailerId':'11','algebra':null", "required-field");
    checkDraft("'name':'x','retailerId':'12'," + algebra, "segment-retailer-mismatch");
    checkAlgebra(in("424242"), "segment-not-found");
    checkAlgebra(in(foreign), "segment-not-found");
    checkAlgebra(in("x"), "segment-not-found");
    checkAlgebra("{'audienceSegmentId':-1}", "segment-not-found");
    checkAlgebra("{'and':[" + in(mails) + "," + in(market) + "]}", "segment-retailer-mismatch");
    checkAlgebra("{}", "algebra-invalid-node");
    checkAlgebra("{'not':" + in(mails) + "}", "audience-size-unbounded");
  }

  private void checkAlgebra(String algebra, String code) {
    checkDraft("'name':'x','retailerId':'11','algebra':" + algebra, code);
  }

  private void checkDraft(String attributes, String code) {
    checkRefused("{'attributes':{" + attributes + "}}", code);
  }

  private void checkRefused(String item, String code) {
    Answer answer =
        api.manager.post(
            AUDIENCES + "/create",
            "{'data':[{'attributes':{"
                + named("First")
                + "}},"
                + item
                + ",{'attributes':{"
                + named("Last")
                + "}}]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.attribute("name")).as(item).containsExactly("First", "Last");
    assertThat(answer.problems()).as(item).containsExactly(code + " @data/1");
    delete(answer.ids().toArray(String[]::new));
  }

  @Test
  void segmentsAndAudiencesHaveNamesApart() {
    assertThat(create(named("mails"), named("Mails")).problems()).isEmpty();
    assertThat(create(named("mails")).details())
        .containsExactly("the account already has an audience named \"mails\"");
  }

  @Test
  void nameDescriptionAndAlgebraChangeAndTheRetailerDoesNot() {
    String id = create("'description':'why'," + named("Before")).id();
    api.clock.pass(Duration.ofMinutes(1));
    Answer kept =
        update(edit(id, "'retailerId':'12','name':null,'description':null,'algebra':null"));
    assertThat(kept.at("/data/0").toString().replace('"', '\''))
        .contains(
            "'name':'Before','description':'why'", "'retailerId':'11'", "'algebra':" + in(mails))
        .contains("'createdAt':'2026-08-01T09:30:00.123Z','updatedAt':'2026-08-01T09:31:00.123Z'");
    Answer changed =
        update(
            edit(id, "'name':'After','description':{},'algebra':{'or':[" + in(customers) + "]}"));
    assertThat(changed.at("/data/0").toString().replace('"', '\''))
        .contains(
            "'name':'After','description':null",
            "'algebra':{'or':[" + in(customers) + "]}",
            "'channels':['Onsite']");
    assertThat(delete(id).ids()).containsExactly(id);
  }

  @Test
  void aDescriptionIsKeptSetOrCleared() {
    checkDescription("", "\"why\"");
    checkDescription("'description':null", "\"why\"");
    checkDescription("'description':{'value':'because'}", "\"because\"");
    checkDescription("'description':{'value':null}", "null");
    checkDescription("'description':{}", "null");
  }

  private void checkDescription(String attributes, String description) {
    String id = create("'description':'why'," + named("Described")).id();
    assertThat(update(edit(id, attributes)).at("/data/0/attributes/description").toString())
        .isEqualTo(description);
    delete(id);
  }

  @Test
  void whatCannotBeChangedIsRefusedInItsPlaceAndTheOthersAreChanged() {
    String id = create(named("One")).id();
    create(named("Two"));
    String theirs =
        api.stranger
            .post(
                "/accounts/2/audience-segments/create",
                "{'data':[{'attributes':{'name':'theirs','retailerId':'11','contactList':{'identifierType':'Email'}}}]}")
            .id();
    String foreign =
        api.stranger
            .post(
                "/accounts/2/audiences/create",
                "{'data':[{'attributes':{'name':'theirs','retailerId':'11','algebra':"
                    + in(theirs)
                    + "}}]}")
            .id();
    for (String unknown : List.of(foreign, mails, "424242", "x", ""))
      checkEdit(id, edit(unknown, "'name':'x'"), "audience-not-found");
    checkEdit(id, "null", "required-field");
    checkEdit(id, "{'attributes':{}}", "required-field");
    checkEdit(id, edit(id, "'name':' '"), "name-must-not-be-empty");
    checkEdit(id, edit(id, "'name':'Two'"), "name-must-be-unique");
    checkEdit(id, edit(id, "'name':'" + "n".repeat(257) + "'"), "name-too-long");
    checkEdit(
        id, edit(id, "'description':{'value':'" + "d".repeat(501) + "'}"), "description-too-long");
    checkEdit(id, edit(id, "'description':'text'"), "invalid-value");
    checkEdit(id, edit(id, "'algebra':{}"), "algebra-invalid-node");
    checkEdit(id, edit(id, "'algebra':{'or':[]}"), "algebra-invalid-node");
    checkEdit(id, edit(id, "'algebra':{'not':" + in(mails) + "}"), "audience-size-unbounded");
    checkEdit(id, edit(id, "'algebra':" + in(market)), "segment-retailer-mismatch");
    checkEdit(id, edit(id, "'algebra':" + in(theirs)), "segment-not-found");
  }

  private void checkEdit(String id, String item, String code) {
    Answer answer = update(edit(id, "'name':'Uno'"), item, edit(id, "'name':'One'"));
    assertThat(answer.attribute("name")).as(item).containsExactly("Uno", "One");
    assertThat(answer.problems()).as(item).containsExactly(code + " @data/1");
  }

  @Test
  void anAudienceThatALineItemTargetsStays() {
    List<String> ids = create(named("Targeted"), named("Free")).ids();
    api.manager.put(
        "/v1/line-items/70",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'Line'}}}");
    api.manager.put(
        "/preferred-line-items/70/targeting/audiences",
        "{'data':{'attributes':{'scope':'exclude','audienceIds':['" + ids.get(0) + "']}}}");
    Answer deleted = delete(ids.get(0), ids.get(1), "424242");
    assertThat(deleted.ids()).containsExactly(ids.get(1));
    assertThat(deleted.at("/data/0/type").stringValue()).isEqualTo("Audience");
    assertThat(deleted.problems())
        .containsExactly(
            "audience-must-not-be-used-in-line-item @data/0", "audience-not-found @data/2");
    api.manager.post(
        "/preferred-line-items/70/targeting/audiences/delete",
        "{'data':{'attributes':{'audienceIds':['" + ids.get(0) + "']}}}");
    assertThat(delete(ids.get(0)).ids()).containsExactly(ids.get(0));
  }

  @Test
  void anAudienceOfAnotherAccountIsAsUnknownAsOneThatNeverWas() {
    String id = create(named("Ours")).id();
    String body = "{'data':[{'id':'" + id + "'},{'id':'424242'}]}";
    for (Answer answer :
        List.of(
            api.stranger.post("/accounts/2/audiences/delete", body),
            api.stranger.patch("/accounts/2/audiences", body))) {
      assertThat(answer.problems())
          .containsExactly("audience-not-found @data/0", "audience-not-found @data/1");
      assertThat(answer.details().get(0).replace(id, "424242")).isEqualTo(answer.details().get(1));
    }
  }

  @Test
  void everyVersionMakesAudiences() {
    for (Version version : Version.values()) {
      Answer made =
          api.manager
              .speaking(version)
              .post(
                  AUDIENCES + "/create",
                  "{'data':[{'attributes':{" + named(version.wireName()) + "}}]}");
      assertThat(made.problems()).isEmpty();
    }
  }

  @Test
  void aBulkRequestIsUnderstoodWholeOrRefusedWhole() {
    checkWhole("{}", "required-field @data");
    checkWhole("{'data':{}}", "invalid-value @data");
    checkWhole("[{}]", "invalid-value");
    checkWhole("", "invalid-json");
    checkWhole("{'data':[" + "{'not':".repeat(2000), "invalid-json");
    checkWhole(
        "{'data':["
            + String.join(",", Collections.nCopies(Limits.DEFAULT.bulkItems() + 1, "{}"))
            + "]}",
        "bulk-limit-exceeded @data");
    assertThat(api.manager.post(AUDIENCES + "/search", "{}").ids()).isEmpty();
  }

  private void checkWhole(String body, String problem) {
    for (Answer answer :
        List.of(
            api.manager.post(AUDIENCES + "/create", body),
            api.manager.patch(AUDIENCES, body),
            api.manager.post(AUDIENCES + "/delete", body))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.problems()).containsExactly(problem);
    }
  }
}
