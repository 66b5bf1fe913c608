package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Definition;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Version;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Segments from shopping events, as preview makes and changes them. */
class EventSegmentRoutesTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";
  private static final String LEAST = "'shopperActivity':'Buy','lookbackDays':'Last30Days'";
  private static final String ALL =
      LEAST + ",'brandIds':['b2','b1'],'categoryIds':['c1'],'minPrice':1.5,'maxPrice':20";

  private final ApiHarness api = new ApiHarness();
  private int names;

  @AfterEach
  void close() {
    api.close();
  }

  private Answer create(String events) {
    return api.manager
        .speaking(Version.PREVIEW)
        .post(
            SEGMENTS + "/create",
            "{'data':[{'attributes':{'name':'E"
                + names++
                + "','retailerId':'11','events':{"
                + events
                + "}}}]}");
  }

  private Answer update(Version version, String id, String attributes) {
    return api.manager
        .speaking(version)
        .patch(SEGMENTS, "{'data':[{'id':'" + id + "','attributes':{" + attributes + "}}]}");
  }

  private Answer events(String id, String events) {
    return update(Version.PREVIEW, id, "'events':{" + events + "}");
  }

  private static String told(Answer answer) {
    return answer.at("/data/0/attributes/events").toString().replace('"', '\'');
  }

  @Test
  void the_full_segment_comes_back_and_is_reached_on_both_channels() {
    Answer made = create(ALL);
    assertThat(made.problems()).isEmpty();
    assertThat(told(made))
        .isEqualTo(
            "{'shopperActivity':'Buy','lookbackDays':'Last30Days','brandIds':['b1','b2'],"
                + "'categoryIds':['c1'],'minPrice':1.5,'maxPrice':20.0}");
    assertThat(made.at("/data/0/attributes").toString().replace('"', '\''))
        .contains("'type':'Events','channels':['Onsite','Offsite'],'contactList':null");
    assertThat(told(create(LEAST)))
        .isEqualTo(
            "{'shopperActivity':'Buy','lookbackDays':'Last30Days','brandIds':[],'categoryIds':[],"
                + "'minPrice':null,'maxPrice':null}");
    for (int days : new int[] {7, 14, 30, 45, 60, 90, 120, 150, 180})
      for (String activity : List.of("View", "Buy", "AddToCart"))
        assertThat(
                told(
                    create(
                        "'shopperActivity':'"
                            + activity
                            + "','lookbackDays':'Last"
                            + days
                            + "Days'")))
            .contains("'" + activity + "','lookbackDays':'Last" + days + "Days'");
  }

  @Test
  void each_rule_names_the_member_that_breaks_it() {
    checkDraft("'lookbackDays':'Last7Days'", "required-field", "shopperActivity");
    checkDraft("'shopperActivity':'View'", "required-field", "lookbackDays");
    checkDraft(
        "'shopperActivity':'Unknown','lookbackDays':'Last7Days'",
        "invalid-value",
        "shopperActivity");
    checkDraft(
        "'shopperActivity':'View','lookbackDays':'Last8Days'", "invalid-value", "lookbackDays");
    checkDraft("'shopperActivity':7,'lookbackDays':'Last7Days'", "invalid-value", "shopper");
    checkDraft(LEAST + ",'brandIds':'b1'", "invalid-value", "brandIds");
    checkDraft(LEAST + ",'brandIds':['b1','b2','b1']", "invalid-value", "brandIds[2]");
    checkDraft(LEAST + ",'categoryIds':['c1',' ']", "invalid-value", "categoryIds[1]");
    checkDraft(
        LEAST + ",'categoryIds':['" + "c".repeat(257) + "']", "invalid-value", "categoryIds[0]");
    checkDraft(LEAST + ",'categoryIds':[null]", "required-field", "categoryIds[0]");
    checkDraft(
        LEAST + ",'brandIds':" + ids(Definition.Events.MAX_IDS + 1), "invalid-value", "1000");
    checkDraft(LEAST + ",'minPrice':-0.01", "invalid-value", "minPrice");
    checkDraft(LEAST + ",'maxPrice':'5'", "invalid-value", "maxPrice");
    checkDraft(LEAST + ",'maxPrice':1e999", "invalid-value", "maxPrice");
    checkDraft(LEAST + ",'maxPrice':{'value':5}", "invalid-value", "maxPrice");
    checkDraft(LEAST + ",'minPrice':5,'maxPrice':4.99", "invalid-value", "minPrice");
    assertThat(create(LEAST + ",'minPrice':5,'maxPrice':5").problems()).isEmpty();
    assertThat(create(LEAST + ",'brandIds':" + ids(Definition.Events.MAX_IDS)).problems())
        .isEmpty();
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "'b" + n + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void checkDraft(String events, String code, String member) {
    Answer answer = create(events);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.problems()).as(events).containsExactly(code + " @data/0");
    assertThat(answer.details().getFirst()).contains(member);
  }

  @Test
  void an_update_changes_what_it_names() {
    String id = create(ALL).id();
    assertThat(told(events(id, "")))
        .isEqualTo(told(events(id, "'minPrice':null,'brandIds':null,'shopperActivity':null")))
        .contains("['b1','b2']", "'minPrice':1.5,'maxPrice':20.0");
    assertThat(told(events(id, "'minPrice':{'value':3},'maxPrice':{'value':null}")))
        .contains("'minPrice':3.0,'maxPrice':null");
    assertThat(told(events(id, "'minPrice':{},'brandIds':[],'categoryIds':['c2','c3']")))
        .isEqualTo(
            "{'shopperActivity':'Buy','lookbackDays':'Last30Days','brandIds':[],"
                + "'categoryIds':['c2','c3'],'minPrice':null,'maxPrice':null}");
    assertThat(told(events(id, "'shopperActivity':'View','lookbackDays':'Last180Days'")))
        .contains("'View','lookbackDays':'Last180Days'");
    assertThat(told(update(Version.EXPERIMENTAL, id, "'name':'N','contactList':{}")))
        .contains("'categoryIds':['c2','c3']");
  }

  @Test
  void an_update_keeps_to_the_rules_of_a_draft() {
    String id = create(ALL).id();
    checkEdit(id, "'minPrice':3", "invalid-value", "minPrice");
    checkEdit(id, "'minPrice':{'value':'3'}", "invalid-value", "minPrice.value");
    checkEdit(id, "'minPrice':{'value':-3}", "invalid-value", "minPrice");
    checkEdit(id, "'minPrice':{'value':21}", "invalid-value", "minPrice");
    checkEdit(id, "'maxPrice':{'value':1}", "invalid-value", "minPrice");
    checkEdit(id, "'brandIds':['x','x']", "invalid-value", "brandIds[1]");
    checkEdit(id, "'lookbackDays':'Last1Days'", "invalid-value", "lookbackDays");
    assertThat(told(events(id, ""))).contains("'minPrice':1.5,'maxPrice':20.0");
    String list = api.list("L", "Email");
    checkEdit(list, LEAST, "invalid-value", "contact list");
    Answer stable = update(Version.V2027_01, id, "'events':{'minPrice':{}}");
    assertThat(stable.problems()).containsExactly("events-not-supported @data/0");
    assertThat(stable.details().getFirst()).contains("preview");
  }

  private void checkEdit(String id, String events, String code, String member) {
    Answer answer = events(id, events);
    assertThat(answer.problems()).as(events).containsExactly(code + " @data/0");
    assertThat(answer.details().getFirst()).contains(member);
  }

  @Test
  void every_version_shows_event_segments_and_finds_them_by_their_type() {
    String id = create(ALL).id();
    String list = api.list("L", "Email");
    for (Version version : Version.values()) {
      for (String type : List.of("Events", "ContactList")) {
        Answer found =
            api.manager
                .speaking(version)
                .post(
                    SEGMENTS + "/search",
                    "{'data':{'attributes':{'audienceSegmentTypes':['" + type + "']}}}");
        assertThat(found.ids()).containsExactly(type.equals("Events") ? id : list);
        assertThat(found.attribute("type")).containsExactly(type);
      }
    }
    assertThat(update(Version.V2026_01, id, "'name':'Renamed'").attribute("name"))
        .containsExactly("Renamed");
    assertThat(api.manager.post(SEGMENTS + "/delete", "{'data':[{'id':'" + id + "'}]}").ids())
        .containsExactly(id);
  }

  @Test
  void an_event_segment_has_no_list_to_be_amended_or_told_of() {
    String id = create(ALL).id();
    String list = "/audience-segments/" + id + "/contact-list";
    String amendment =
        "{'data':{'attributes':{'operation':'add','identifiers':['a@example.com']}}}";
    refused(api.manager.post(list + "/add-remove", amendment));
    refused(api.manager.post(list + "/clear", ""));
    refused(api.manager.get("/accounts/1" + list));
    String own = "/v1/accounts/1/audience-segments/" + id;
    refused(api.manager.get(own + "/history"));
    refused(api.manager.post(own + "/history/1/undo", ""));
    refused(api.manager.post(own + "/replace", ""));
    refused(api.manager.post(own + "/replace/7/add-remove", amendment));
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problems()).containsExactly("segment-not-contact-list");
  }
}
