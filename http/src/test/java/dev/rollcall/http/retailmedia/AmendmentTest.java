package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.AudienceSegment;
import dev.rollcall.audience.ContactLists;
import dev.rollcall.audience.Definition;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Seed;
import dev.rollcall.http.Version;
import dev.rollcall.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Adding to contact lists and removing from them: the receipt, the limits, what is read and how.
 */
class AmendmentTest {
  private final ApiHarness api = new ApiHarness();
  private final String mails = api.list("mails", "Email");
  private final String customers = api.list("customers", "CustomerId");

  @AfterEach
  void close() {
    api.close();
  }

  private static String path(String segmentId) {
    return "/audience-segments/" + segmentId + "/contact-list/add-remove";
  }

  private Answer amend(String segmentId, String attributes) {
    return api.manager.post(path(segmentId), "{'data':{'attributes':{" + attributes + "}}}");
  }

  @Test
  void theReceiptHasBothPublishedShapes() {
    Answer receipt =
        amend(mails, "'operation':'add','identifiers':['a@example.com','b@example.com','nobody']");
    assertThat(receipt.status()).isEqualTo(200);
    String members =
        """
        'contactListId':%s,'operation':'add','requestDate':'2026-08-01T09:30:00.123Z',\
        'identifierType':'Email','nbValidIdentifiers':2,'nbInvalidIdentifiers':1,\
        'sampleInvalidIdentifiers':['nobody']\
        """
            .formatted(mails);
    assertThat(receipt.body().toString().replace('"', '\''))
        .isEqualTo(
            "{'type':'AddRemoveContactlistResult','data':{'type':'ContactlistAmendment',"
                + members
                + ",'attributes':{"
                + members
                + "}},'errors':[],'warnings':[]}");
    assertThat(
            amend(mails, "'operation':'remove','identifiers':['a@example.com']")
                .text("/data/attributes/operation"))
        .isEqualTo("remove");
  }

  @Test
  void theIdOfAListIsANumberExactBeyondTheDoubles() {
    long id = 9_007_199_254_740_993L;
    AudienceSegment segment =
        new AudienceSegment(
            id,
            Seed.BRAND,
            Seed.SHOP,
            "late",
            null,
            new Definition.ContactList(IdentifierType.EMAIL),
            ApiHarness.START,
            ApiHarness.START,
            null);
    api.catalog.write(tables -> tables.segments().insert(segment));
    Answer receipt = api.add(Long.toString(id), "'a@example.com'");
    assertThat(receipt.at("/data/contactListId").isIntegralNumber()).isTrue();
    assertThat(receipt.at("/data/contactListId").longValue()).isEqualTo(id);
    assertThat(receipt.at("/data/attributes/contactListId").longValue()).isEqualTo(id);
    assertThat(
            api.manager
                .post(
                    "/accounts/1/audience-segments/search",
                    "{'data':{'attributes':{'audienceSegmentIds':[" + id + "]}}}")
                .id())
        .isEqualTo(Long.toString(id));
    assertThat(api.audience("late", "{'audienceSegmentId':" + id + "}")).isNotEmpty();
  }

  @Test
  void membershipIsASet() {
    checkSize(2, "'operation':'add','identifiers':['a','b','a',' a ']", 4);
    checkSize(3, "'operation':'add','identifiers':['b','c']", 2);
    checkSize(2, "'operation':'remove','identifiers':['a','never there']", 2);
    checkSize(2, "'operation':'ADD','identifiers':['b']", 1);
    checkSize(0, "'operation':'Remove','identifiers':['b','c','b']", 3);
  }

  private void checkSize(int size, String attributes, int valid) {
    Answer receipt = amend(customers, attributes);
    assertThat(receipt.at("/data/attributes/nbValidIdentifiers").intValue()).isEqualTo(valid);
    assertThat(receipt.at("/data/attributes/nbInvalidIdentifiers").intValue()).isZero();
    assertThat(receipt.at("/data/sampleInvalidIdentifiers")).isEmpty();
    assertThat(api.size(customers)).isEqualTo(size);
  }

  @Test
  void invalidIdentifiersAreCountedAndTheFirstTenShown() {
    Answer receipt =
        api.add(
            customers,
            "'ok'",
            "null",
            "{'a':[1]}",
            "[['x']]",
            "''",
            "' '",
            "true",
            "'" + "x".repeat(257) + "'",
            "'half \\ud83d'",
            "'\\udc00'",
            "''",
            "'  '",
            "'also ok'");
    assertThat(receipt.at("/data/nbValidIdentifiers").intValue()).isEqualTo(2);
    assertThat(receipt.at("/data/nbInvalidIdentifiers").intValue()).isEqualTo(11);
    assertThat(receipt.at("/data/sampleInvalidIdentifiers")).hasSize(10);
    assertThat(receipt.at("/data/sampleInvalidIdentifiers").toString().replace('"', '\''))
        .startsWith("['null','','','',' ',");
    assertThat(api.size(customers)).isEqualTo(2);
    Answer none = api.add(customers, "''", "null");
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.at("/data/nbInvalidIdentifiers").intValue()).isEqualTo(2);
  }

  @Test
  void theSampleShowsTheBeginningOfWhatIsLong() {
    Answer receipt =
        api.add(
            customers,
            "'" + "x".repeat(257) + "'",
            "'" + "x".repeat(255) + "\\ud83d\\ude00".repeat(300) + "'");
    assertThat(receipt.at("/data/sampleInvalidIdentifiers/0").asString())
        .isEqualTo("x".repeat(256) + "\u2026");
    assertThat(receipt.at("/data/sampleInvalidIdentifiers/1").asString())
        .as("no half of a pair")
        .isEqualTo("x".repeat(255) + "\u2026");
  }

  @Test
  void numbersAreIdentifiersAsTheyAreWritten() {
    assertThat(api.add(customers, "12345", "'12345'", "00.5e0", "'x'").status()).isEqualTo(400);
    assertThat(
            api.add(
                    customers,
                    "12345",
                    "'12345'",
                    "9007199254740993",
                    "'9007199254740993'",
                    "1.50",
                    "'1.50'")
                .at("/data/nbValidIdentifiers")
                .intValue())
        .isEqualTo(6);
    assertThat(api.size(customers)).isEqualTo(3);
  }

  @Test
  void membersComeInAnyOrderAndUnknownOnesAreIgnored() {
    String identifiers = "'identifiers':['a@example.com']";
    checkTaken("{'data':{'attributes':{" + identifiers + ",'operation':'add'}}}");
    checkTaken(
        "{'data':{'attributes':{"
            + identifiers
            + ",'identifierType':'Email','operation':'add'},'type':'x'}}");
    checkTaken(
        "{'unknown':{'identifiers':['z']},'data':{'id':[[1]],'attributes':{'unknown':{'identifiers':['y']},'operation':'add',"
            + identifiers
            + ",'unknown2':[{}]}},'unknown2':null}");
    checkTaken(
        "{'data':{'attributes':{'identifierType':null,'operation':'add'," + identifiers + "}}}");
    checkTaken(
        " {'data':{'attributes':{'identifiers':null,'operation':'add'," + identifiers + "}}} \n");
  }

  private void checkTaken(String body) {
    assertThat(api.manager.post(path(mails), body).status()).as(body).isEqualTo(200);
    assertThat(api.size(mails)).isEqualTo(1);
    assertThat(api.manager.postGzip(path(mails), body.replace("a@", "b@")).status()).isEqualTo(200);
    assertThat(api.size(mails)).isEqualTo(2);
    amend(mails, "'operation':'remove','identifiers':['a@example.com','b@example.com']");
  }

  @Test
  void theTypeIsTheListsInAnyCaseAndUnderItsOlderNames() {
    String devices = api.list("devices", "UserIdentifier");
    for (String name :
        List.of(
            "UserIdentifier", "useridentifier", "USERIDENTIFIER", "madid", "MadId", "gum", "Gum"))
      assertThat(
              amend(
                      devices,
                      "'identifierType':'" + name + "','operation':'add','identifiers':['x']")
                  .text("/data/identifierType"))
          .isEqualTo("UserIdentifier");
    applied = api.log.position();
    checkRefused(
        devices,
        "'identifierType':'Email','operation':'add','identifiers':['x']",
        "identifier-type-mismatch @data/attributes/identifierType");
    checkRefused(
        mails,
        "'operation':'add','identifiers':['a@example.com'],'identifierType':'madid'",
        "identifier-type-mismatch @data/attributes/identifierType");
    checkRefused(
        mails,
        "'identifierType':'Shoe','operation':'add','identifiers':['a@example.com']",
        "invalid-value @data/attributes/identifierType");
    checkRefused(
        mails,
        "'identifierType':5,'operation':'add','identifiers':['a@example.com']",
        "invalid-value @data/attributes/identifierType");
  }

  private void checkRefused(String segmentId, String attributes, String problem) {
    checkWhole(amend(segmentId, attributes), problem);
  }

  /** The position of the log before what is refused. */
  private long applied;

  private void checkWhole(Answer answer, String problem) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problems()).containsExactly(problem);
    assertThat(answer.body().toString()).doesNotContain("example.com");
    assertThat(api.log.position()).as("nothing is applied").isEqualTo(applied);
  }

  @Test
  void aRequestThatCannotBeUnderstoodAppliesNothing() {
    String good = "'identifiers':['a@example.com']";
    checkRefused(mails, good, "required-field @data/attributes/operation");
    checkRefused(mails, "'operation':null," + good, "required-field @data/attributes/operation");
    checkRefused(
        mails, "'operation':'replace'," + good, "invalid-value @data/attributes/operation");
    checkRefused(mails, "'operation':1," + good, "invalid-value @data/attributes/operation");
    checkRefused(
        mails, "'operation':{'add':1}," + good, "invalid-value @data/attributes/operation");
    checkRefused(mails, "'operation':'add'", "required-field @data/attributes/identifiers");
    checkRefused(
        mails,
        "'operation':'add','identifiers':null",
        "required-field @data/attributes/identifiers");
    checkRefused(
        mails, "'operation':'add','identifiers':[]", "invalid-value @data/attributes/identifiers");
    checkRefused(
        mails,
        "'operation':'add','identifiers':'a@example.com'",
        "invalid-value @data/attributes/identifiers");
    checkRefused(
        mails,
        "'operation':'add','identifiers':{'0':'a@example.com'}",
        "invalid-value @data/attributes/identifiers");
    checkBody("", "invalid-json");
    checkBody("null", "required-field @data");
    checkBody("[]", "invalid-value");
    checkBody("'a@example.com'", "invalid-value");
    checkBody("{}", "required-field @data");
    checkBody("{'data':null}", "required-field @data");
    checkBody("{'data':[{'attributes':{'operation':'add'," + good + "}}]}", "invalid-value @data");
    checkBody("{'data':{}}", "required-field @data/attributes/operation");
    checkBody("{'data':{'attributes':null}}", "required-field @data/attributes/operation");
    checkBody("{'data':{'attributes':'x'}}", "invalid-value @data/attributes");
    checkBody("{'data':{'attributes':{'operation':'add'," + good, "invalid-json");
    checkBody("{'data':{'attributes':{'operation':'add'," + good + "}}", "invalid-json");
    checkBody("{'data':{'attributes':{'operation':'add'," + good + "}}} and more", "invalid-json");
    checkBody("{'data':{'attributes':{'operation':'add'," + good + "}}}{}", "invalid-json");
    checkBody(
        "{'data':{'attributes':{'operation':'add','identifiers':['a@example.com'", "invalid-json");
    checkBody(
        "{'data':{'attributes':{'operation':'add','identifiers':['a@example.com',]}}}",
        "invalid-json");
    checkBody(
        "{'data':{'attributes':{'operation':'add','identifiers':['a@example.com" + "\n" + "']}}}",
        "invalid-json");
    checkBody(
        "{'data':{'attributes':{'operation':'add','identifiers':[" + "[".repeat(5000),
        "invalid-json");
    checkBody(
        "{'data':{'attributes':{'operation':'add','identifiers':[" + "9".repeat(5000) + "]}}}",
        "invalid-json");
  }

  private void checkBody(String body, String problem) {
    checkWhole(api.manager.post(path(mails), body), problem);
  }

  @Test
  void aBodyThatIsNotUtf8IsNotJson() {
    byte[] body =
        "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[\"a?@example.com\"]}}}"
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < body.length; i++) if (body[i] == '?') body[i] = (byte) 0xe9;
    checkWhole(api.manager.send("POST", path(mails), body), "invalid-json");
  }

  @Test
  void fiftyThousandAreTakenAndOneMoreRefusesTheRequest() {
    checkWhole(
        amend(
            customers,
            "'operation':'add','identifiers':["
                + identifiers(ContactLists.MAX_IDENTIFIERS + 1)
                + "]"),
        "identifiers-limit-exceeded @data/attributes/identifiers");
    checkWhole(
        amend(
            customers,
            "'operation':'add','identifiers':["
                + "null,".repeat(ContactLists.MAX_IDENTIFIERS)
                + "'a']"),
        "identifiers-limit-exceeded @data/attributes/identifiers");
    Answer receipt =
        amend(
            customers,
            "'operation':'add','identifiers':[" + identifiers(ContactLists.MAX_IDENTIFIERS) + "]");
    assertThat(receipt.at("/data/nbValidIdentifiers").intValue()).isEqualTo(50_000);
    assertThat(api.size(customers)).isEqualTo(50_000);
    assertThat(
            api.manager
                .postGzip(
                    path(customers),
                    "{'data':{'attributes':{'operation':'remove','identifiers':["
                        + identifiers(50_000)
                        + "]}}}")
                .status())
        .isEqualTo(200);
    assertThat(api.size(customers)).isZero();
  }

  private static String identifiers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'customer " + i + "'")
        .collect(Collectors.joining(","));
  }

  @Test
  void aListOfAnotherAccountIsAsUnknownAsOneThatNeverWas() {
    String body = "{'data':{'attributes':{'operation':'add','identifiers':['a@example.com']}}}";
    Answer foreign = api.stranger.post(path(mails), body);
    Answer unknown = api.stranger.post(path("424242"), body);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.problems()).containsExactly("segment-not-found");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.problems()).containsExactly("segment-not-found");
    assertThat(foreign.details().getFirst().replace(mails, "424242"))
        .isEqualTo(unknown.details().getFirst());
    for (String id : List.of("x", "-1", "99999999999999999999", "%20"))
      assertThat(api.manager.post(path(id), body).problems()).containsExactly("segment-not-found");
    assertThat(api.size(mails)).isZero();
  }

  @Test
  void everyVersionTakesAmendmentsAndTellsProblemsUnderOneTraceId() {
    for (Version version : Version.values()) {
      Answer taken =
          api.manager
              .speaking(version)
              .post(
                  path(mails),
                  "{'data':{'attributes':{'operation':'add','identifiers':['a@example.com']}}}");
      assertThat(taken.status()).isEqualTo(200);
      Answer refused = api.manager.speaking(version).post(path(mails), "{}");
      assertThat(refused.at("/errors/0").has("traceId")).isTrue();
      assertThat(refused.at("/errors/0").has("traceIdentifier")).isFalse();
    }
    Answer notAllowed = api.as("reader").post(path(mails), "{}");
    assertThat(notAllowed.problems()).containsExactly("permission-denied");
    assertThat(notAllowed.at("/errors/0").has("traceIdentifier")).isFalse();
    assertThat(
            api.manager
                .post("/accounts/1/audiences/create", "{}")
                .at("/errors/0")
                .has("traceIdentifier"))
        .isTrue();
  }
}
