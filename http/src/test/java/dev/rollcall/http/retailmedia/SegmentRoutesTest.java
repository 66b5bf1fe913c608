package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Limits;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentRoutesTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";
  private static final String EMAILS = "'contactList':{'identifierType':'Email'}";

  /** A face, which is one character to a person, and two to Java. */
  private static final String FACE = "\uD83D\uDE00";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private Answer create(String... attributes) {
    return api.manager.post(SEGMENTS + "/create", items("{'attributes':{", attributes, "}}"));
  }

  private Answer update(String... items) {
    return api.manager.patch(SEGMENTS, items("", items, ""));
  }

  private Answer delete(String... ids) {
    return api.manager.post(SEGMENTS + "/delete", items("{'id':'", ids, "'}"));
  }

  private static String items(String before, String[] items, String after) {
    return "{'data':["
        + String.join(",", List.of(items).stream().map(item -> before + item + after).toList())
        + "]}";
  }

  private static String named(String name) {
    return "'name':'" + name + "','retailerId':'11'," + EMAILS;
  }

  @Test
  void theFullSegmentComesBack() {
    Answer made = create("'name':' Lapsed ','description':' why ','retailerId':'11'," + EMAILS);
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.at("/data/0").toString().replace('"', '\''))
        .isEqualTo(
            """
            {'id':'%s','type':'AudienceSegment','attributes':{'name':'Lapsed','description':' why ',\
            'accountId':'1','retailerId':'11','type':'ContactList','channels':['Offsite'],\
            'contactList':{'identifierType':'Email','isReadOnly':false,'sharingStatus':'NotShared'},\
            'events':null,'createdAt':'2026-08-01T09:30:00.123Z',\
            'updatedAt':'2026-08-01T09:30:00.123Z','createdById':null}}\
            """
                .formatted(made.id()));
  }

  @Test
  void aListIsReachedOnTheChannelOfItsIdentifiers() {
    checkChannel("Email", "Email", "Offsite");
    checkChannel("UserIdentifier", "UserIdentifier", "Offsite");
    checkChannel("IdentityLink", "IdentityLink", "Offsite");
    checkChannel("PhoneNumber", "PhoneNumber", "Offsite");
    checkChannel("CustomerId", "CustomerId", "Onsite");
    checkChannel("customerid", "CustomerId", "Onsite");
  }

  private void checkChannel(String given, String type, String channel) {
    Answer made =
        create(
            "'name':'"
                + given
                + "','retailerId':11,'contactList':{'identifierType':'"
                + given
                + "'}");
    assertThat(made.text("/data/0/attributes/contactList/identifierType")).isEqualTo(type);
    assertThat(made.text("/data/0/attributes/channels/0")).isEqualTo(channel);
  }

  @Test
  void whatCannotBeMadeIsRefusedInItsPlaceAndTheOthersAreMade() {
    checkRefused("null", "required-field");
    checkRefused("'text'", "invalid-value");
    checkRefused("3", "invalid-value");
    checkRefused("[]", "invalid-value");
    checkRefused("{}", "required-field");
    checkRefused("{'attributes':null}", "required-field");
    checkRefused("{'attributes':'text'}", "invalid-value");
    checkRefused("{'attributes':[]}", "invalid-value");

    checkDraft("'retailerId':'11'," + EMAILS, "name-must-not-be-empty");
    checkDraft("'name':null,'retailerId':'11'," + EMAILS, "name-must-not-be-empty");
    checkDraft(named(""), "name-must-not-be-empty");
    checkDraft(named(" \\t "), "name-must-not-be-empty");
    checkDraft(named("n".repeat(257)), "name-too-long");
    checkDraft(named(FACE.repeat(257)), "name-too-long");
    checkDraft("'name':3,'retailerId':'11'," + EMAILS, "invalid-value");
    checkDraft("'name':{},'retailerId':'11'," + EMAILS, "invalid-value");
    checkDraft(named("half \\ud83d"), "invalid-value");
    checkDraft(named("nothing \\u0000"), "invalid-value");
    checkDraft(named("First"), "name-must-be-unique");
    checkDraft(named("  First  "), "name-must-be-unique");

    checkDraft("'description':'" + "d".repeat(501) + "'," + named("x"), "description-too-long");
    checkDraft("'description':'" + FACE.repeat(501) + "'," + named("x"), "description-too-long");
    checkDraft("'description':{}," + named("x"), "invalid-value");
    checkDraft("'description':'\\udc00'," + named("x"), "invalid-value");

    checkDraft("'name':'x'," + EMAILS, "required-field");
    checkDraft("'name':'x','retailerId':null," + EMAILS, "required-field");
    checkDraft("'name':'x','retailerId':'13'," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':'999'," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':'shop'," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':''," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':-11," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':11.5," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':1e999," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':" + "9".repeat(99) + "," + EMAILS, "retailer-not-found");
    checkDraft("'name':'x','retailerId':true," + EMAILS, "invalid-value");

    checkDraft("'name':'x','retailerId':'11'", "segment-type-required");
    checkDraft(
        "'name':'x','retailerId':'11','contactList':null,'events':null", "segment-type-required");
    checkDraft("'events':{}," + named("x"), "segment-type-required");
    checkDraft("'name':'x','retailerId':'11','events':{}", "events-not-supported");
    checkDraft("'name':'x','retailerId':'11','contactList':{}", "identifier-type-required");
    checkDraft(
        "'name':'x','retailerId':'11','contactList':{'identifierType':null}",
        "identifier-type-required");
    checkDraft(
        "'name':'x','retailerId':'11','contactList':{'identifierType':'Shoe'}", "invalid-value");
    checkDraft("'name':'x','retailerId':'11','contactList':{'identifierType':1}", "invalid-value");
    checkDraft("'name':'x','retailerId':'11','contactList':'Email'", "invalid-value");
    checkDraft("'name':'x','retailerId':'11','contactList':[]", "invalid-value");
  }

  private void checkDraft(String attributes, String code) {
    checkRefused("{'attributes':{" + attributes + "}}", code);
  }

  private void checkRefused(String item, String code) {
    String before = "{'attributes':{" + named("First") + "}}";
    String after = "{'attributes':{" + named("Last") + "}}";
    Answer answer =
        api.manager.post(SEGMENTS + "/create", items("", new String[] {before, item, after}, ""));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.attribute("name")).as(item).containsExactly("First", "Last");
    assertThat(answer.problems()).as(item).containsExactly(code + " @data/1");
    assertThat(delete(answer.ids().toArray(String[]::new)).ids()).isEqualTo(answer.ids());
  }

  @Test
  void aProblemNamesTheFieldAndTheRule() {
    assertThat(
            create(
                    named("A"),
                    named("A"),
                    named(" "),
                    named("n".repeat(300)),
                    "'retailerId':{}," + EMAILS,
                    "'name':'B','retailerId':'11','contactList':{'identifierType':'Shoe'}",
                    "'name':'B','retailerId':'99'," + EMAILS)
                .details())
        .containsExactly(
            "the account already has a segment named \"A\"",
            "name must have a character that is not blank",
            "name has 300 characters, at most 256 are allowed",
            "data[4].attributes.retailerId must be an id",
            "data[5].attributes.contactList.identifierType must be one of Email, UserIdentifier,"
                + " IdentityLink, CustomerId, PhoneNumber",
            "retailerId must be that of a retailer of the account");
  }

  @Test
  void eventsAreForPreviewAndTheRefusalSaysSo() {
    String item = "{'data':[{'attributes':{'name':'x','retailerId':'11','events':{}}}]}";
    for (Version version : Version.values()) {
      Answer answer = api.manager.speaking(version).post(SEGMENTS + "/create", item);
      assertThat(answer.problems())
          .containsExactly(
              (version.stable() ? "events-not-supported" : "required-field") + " @data/0");
      if (version.stable()) assertThat(answer.details().getFirst()).contains("preview");
    }
  }

  @Test
  void namesAreTrimmedAndUniqueInTheAccountByEveryCharacter() {
    assertThat(create(named("Lapsed"), named("LAPSED"), named(" Lapsed")).problems())
        .containsExactly("name-must-be-unique @data/2");
    assertThat(create("'name':'Lapsed','retailerId':'12'," + EMAILS).problems())
        .containsExactly("name-must-be-unique @data/0");
    assertThat(
            api.stranger
                .post(
                    "/accounts/2/audience-segments/create",
                    "{'data':[{'attributes':{" + named("Lapsed") + "}}]}")
                .problems())
        .isEmpty();
    assertThat(create(named(FACE.repeat(256)), named("n".repeat(256))).problems()).isEmpty();
    assertThat(create("'description':'" + FACE.repeat(500) + "'," + named("described")).problems())
        .isEmpty();
  }

  @Test
  void onlyNameAndDescriptionChange() {
    String id = create("'description':'why'," + named("Before")).id();
    api.clock.pass(Duration.ofHours(1));
    Answer changed =
        update(
            "{'id':'"
                + id
                + "','type':'Ship','attributes':{'name':' After ','retailerId':'12','accountId':'2','contactList':{},'events':null}}");
    assertThat(changed.at("/data/0").toString().replace('"', '\''))
        .contains("'id':'" + id + "','type':'AudienceSegment'")
        .contains("'name':'After','description':'why','accountId':'1','retailerId':'11'")
        .contains("'createdAt':'2026-08-01T09:30:00.123Z','updatedAt':'2026-08-01T10:30:00.123Z'");
  }

  @Test
  void aDescriptionIsKeptSetOrCleared() {
    checkDescription("", "'why'");
    checkDescription("'description':null", "'why'");
    checkDescription("'description':{'value':'because'}", "'because'");
    checkDescription("'description':{'value':''}", "''");
    checkDescription("'description':{'value':null}", "null");
    checkDescription("'description':{}", "null");
  }

  private void checkDescription(String attributes, String description) {
    String id = create("'description':'why'," + named("Described")).id();
    Answer changed = update("{'id':'" + id + "','attributes':{" + attributes + "}}");
    assertThat(changed.at("/data/0/attributes/description").toString().replace('"', '\''))
        .isEqualTo(description);
    delete(id);
  }

  @Test
  void whatCannotBeChangedIsRefusedInItsPlaceAndTheOthersAreChanged() {
    String id = create(named("One")).id();
    create(named("Two"));
    String foreign =
        api.stranger
            .post(
                "/accounts/2/audience-segments/create",
                "{'data':[{'attributes':{" + named("Theirs") + "}}]}")
            .id();
    checkEdit(id, "null", "required-field");
    checkEdit(id, "'" + id + "'", "invalid-value");
    checkEdit(id, "{'attributes':{'name':'x'}}", "required-field");
    checkEdit(id, "{'id':{},'attributes':{'name':'x'}}", "invalid-value");
    for (String unknown : List.of(foreign, "999999", "x", "-1", "9223372036854775808", ""))
      checkEdit(id, "{'id':'" + unknown + "','attributes':{'name':'x'}}", "segment-not-found");
    checkEdit(id, edit(id, "'name':''"), "name-must-not-be-empty");
    checkEdit(id, edit(id, "'name':'" + "n".repeat(257) + "'"), "name-too-long");
    checkEdit(id, edit(id, "'name':7"), "invalid-value");
    checkEdit(id, edit(id, "'name':'Two'"), "name-must-be-unique");
    checkEdit(
        id, edit(id, "'description':{'value':'" + "d".repeat(501) + "'}"), "description-too-long");
    checkEdit(id, edit(id, "'description':{'value':7}"), "invalid-value");
    checkEdit(id, edit(id, "'description':'text'"), "invalid-value");
    checkEdit(
        id, edit(id, "'contactList':{'identifierType':'Email'}"), "identifier-type-immutable");
    checkEdit(
        id, edit(id, "'contactList':{'identifierType':'CustomerId'}"), "identifier-type-immutable");
    checkEdit(id, edit(id, "'contactList':'Email'"), "invalid-value");
    checkEdit(id, edit(id, "'events':{}"), "events-not-supported");
  }

  private static String edit(String id, String attributes) {
    return "{'id':'" + id + "','attributes':{" + attributes + "}}";
  }

  private void checkEdit(String id, String item, String code) {
    Answer answer = update(edit(id, "'name':'Uno'"), item, edit(id, "'name':'One'"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.attribute("name")).as(item).containsExactly("Uno", "One");
    assertThat(answer.problems()).as(item).containsExactly(code + " @data/1");
  }

  @Test
  void aSegmentOfAnotherAccountIsAsUnknownAsOneThatNeverWas() {
    String foreign =
        api.stranger
            .post(
                "/accounts/2/audience-segments/create",
                "{'data':[{'attributes':{" + named("Theirs") + "}}]}")
            .id();
    Answer deleted = delete(foreign, "424242");
    assertThat(deleted.problems())
        .containsExactly("segment-not-found @data/0", "segment-not-found @data/1");
    assertThat(deleted.details().get(0).replace(foreign, "424242"))
        .isEqualTo(deleted.details().get(1));
    assertThat(
            api.manager
                .post(
                    SEGMENTS + "/search",
                    "{'data':{'attributes':{'audienceSegmentIds':['" + foreign + "']}}}")
                .ids())
        .isEmpty();
  }

  @Test
  void aNameFreedByOneItemCanBeUsedByTheNext() {
    Answer made = create(named("One"), named("Two"));
    String one = made.ids().get(0);
    String two = made.ids().get(1);
    assertThat(
            update(
                    edit(one, "'name':'Two'"),
                    edit(two, "'name':'Three'"),
                    edit(one, "'name':'Two'"))
                .problems())
        .containsExactly("name-must-be-unique @data/0");
    assertThat(update(edit(one, "'name':'Three'"), edit(two, "'name':'Two'")).problems())
        .containsExactly("name-must-be-unique @data/0", "name-must-be-unique @data/1");
    assertThat(update(edit(one, "'name':'Zero'"), edit(two, "'name':'Two'")).attribute("name"))
        .containsExactly("Zero", "Two");
    delete(two);
    assertThat(create(named("Two")).problems()).isEmpty();
  }

  @Test
  void deletedSegmentsAreNamedInTheOrderAsked() {
    List<String> ids = create(named("1"), named("2"), named("3")).ids();
    List<String> backwards = ids.reversed();
    Answer deleted =
        delete(backwards.get(0), "x", backwards.get(1), backwards.get(0), backwards.get(2));
    assertThat(deleted.ids()).isEqualTo(backwards);
    assertThat(deleted.problems())
        .containsExactly("segment-not-found @data/1", "segment-not-found @data/3");
    assertThat(deleted.at("/data/0").toString().replace('"', '\''))
        .isEqualTo("{'id':'" + backwards.get(0) + "','type':'AudienceSegment','attributes':{}}");
  }

  @Test
  void aSegmentThatAnAudienceUsesStays() {
    String used = create(named("Used")).id();
    String free = create(named("Free")).id();
    api.audience("A", "{'not':{'not':{'audienceSegmentId':'" + used + "'}}}");
    Answer deleted = delete(used, free);
    assertThat(deleted.ids()).containsExactly(free);
    assertThat(deleted.problems()).containsExactly("segment-must-not-be-used-in-audience @data/0");
    assertThat(deleted.text("/errors/0/title"))
        .isEqualTo("Segment must not be used in an audience");
    assertThat(deleted.text("/errors/0/detail"))
        .isEqualTo("The segment must be removed from all audiences to be able to delete it");
  }

  @Test
  void aBulkRequestIsUnderstoodWholeOrRefusedWhole() {
    for (String path : List.of("/create", "/delete")) {
      checkWhole(api.manager.post(SEGMENTS + path, "{}"), "required-field @data");
      checkWhole(api.manager.post(SEGMENTS + path, "null"), "required-field @data");
      checkWhole(api.manager.post(SEGMENTS + path, "{'data':null}"), "required-field @data");
      checkWhole(api.manager.post(SEGMENTS + path, "{'data':{}}"), "invalid-value @data");
      checkWhole(api.manager.post(SEGMENTS + path, "{'data':'text'}"), "invalid-value @data");
      checkWhole(api.manager.post(SEGMENTS + path, "[]"), "invalid-value");
      checkWhole(api.manager.post(SEGMENTS + path, "'text'"), "invalid-value");
      checkWhole(api.manager.post(SEGMENTS + path, ""), "invalid-json");
      checkWhole(api.manager.post(SEGMENTS + path, "{'data':[}"), "invalid-json");
      checkWhole(api.manager.post(SEGMENTS + path, "{'data':[]} more"), "invalid-json");
      checkWhole(api.manager.post(SEGMENTS + path, "[".repeat(5000)), "invalid-json");
      checkWhole(
          api.manager.post(SEGMENTS + path, "{'data':[" + "9".repeat(5000) + "]}"), "invalid-json");
      String many =
          String.join(",", Collections.nCopies(Limits.DEFAULT.bulkItems() + 1, "{'id':'1'}"));
      checkWhole(
          api.manager.post(SEGMENTS + path, "{'data':[" + many + "]}"),
          "bulk-limit-exceeded @data");
      assertThat(api.manager.post(SEGMENTS + path, "{'data':[]}").ids()).isEmpty();
    }
    checkWhole(api.manager.patch(SEGMENTS, "{'data':{}}"), "invalid-value @data");
    assertThat(api.manager.patch(SEGMENTS, "{'data':[],'unknown':{'x':[1]}}").problems()).isEmpty();
  }

  private static void checkWhole(Answer answer, String problem) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problems()).containsExactly(problem);
  }
}
