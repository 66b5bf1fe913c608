package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.contract.published.Deviation;
import dev.rollcall.contract.published.PublishedDocuments;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asks every published operation once in every version. The harness holds the answers to the
 * published documents, as it does in all tests.
 */
class PublishedDocumentsTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments";
  private static final String AUDIENCES = "/accounts/1/audiences";
  private static final String TARGETING = "/preferred-line-items/7/targeting/audiences";
  private static final String BAD = "{'attributes':{}}";

  private final ApiHarness api = new ApiHarness();

  @BeforeEach
  void present() {
    assumeTrue(
        PublishedDocuments.atHand(),
        "skipped: the folder shared/contract with the published documents is not beside the project");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyPublishedOperationIsServedAsPublished(Version version) {
    askEverything(api.manager.speaking(version));
    Set<String> left = new TreeSet<>(PublishedDocuments.of(version.wireName()).operations());
    left.removeAll(api.published.seen());
    assertThat(left).isEmpty();
  }

  @Test
  void everyDeviationIsStillOne() {
    for (Version version : Version.values()) askEverything(api.manager.speaking(version));
    api.as("nobody").get("/accounts");
    assertThat(api.published.used()).containsExactlyInAnyOrderElementsOf(Deviation.ALL);
  }

  private void askEverything(Client client) {
    client.get("/me");
    client.get("/accounts");
    String segment = askSegments(client);
    askAudiences(client, segment);
    client.post(SEGMENTS + "/delete", "{'data':[{'id':'" + segment + "'},{}]}");
    client.get(SEGMENTS + "/" + segment + "/contact-list");
  }

  private static String askSegments(Client client) {
    String id =
        client
            .post(
                SEGMENTS + "/create",
                "{'data':[{'attributes':{'name':'customers','description':'x','retailerId':'11','contactList':{'identifierType':'CustomerId'}}},"
                    + BAD
                    + "]}")
            .text("/data/0/id");
    client.patch(
        SEGMENTS, "{'data':[{'id':'" + id + "','attributes':{'description':{}}}," + BAD + "]}");
    client.post(SEGMENTS + "/search", "{}");
    String list = "/audience-segments/" + id + "/contact-list";
    client.post(
        list + "/add-remove?report=full",
        "{'data':{'attributes':{'operation':'add','identifiers':['a','']}}}");
    client.get("/accounts/1" + list);
    client.post(list + "/clear", "");
    return id;
  }

  private void askAudiences(Client client, String segment) {
    String algebra =
        "{'and':[{'audienceSegmentId':'%s'},{'or':[{'audienceSegmentId':'%s'}]}]}"
            .formatted(segment, segment);
    String id =
        client
            .post(
                AUDIENCES + "/create",
                "{'data':[{'attributes':{'name':'second','retailerId':'11','algebra':"
                    + algebra
                    + "}},{}]}")
            .text("/data/0/id");
    client.patch(AUDIENCES, "{'data':[{'id':'" + id + "','attributes':{'name':'third'}},{}]}");
    client.post(AUDIENCES + "/search", "{}");
    if (client.version().stable()) askTargeting(client, id);
    else askSizes(client, segment, id);
    client.post(AUDIENCES + "/delete", "{'data':[{'id':'" + id + "'},{}]}");
  }

  private static void askSizes(Client client, String segment, String audience) {
    String computed = "{'data':{'attributes':{'channel':'onsite','ids':['%s','98765']}}}";
    client.post(SEGMENTS + "/compute-sizes", computed.formatted(segment));
    client.post(AUDIENCES + "/compute-sizes", computed.formatted(audience));
    String estimated = "{'data':{'attributes':{'channel':'onsite','retailerId':'11',%s}}}";
    client.post(
        SEGMENTS + "/estimate-size",
        estimated.formatted("'events':{'shopperActivity':'View','lookbackDays':'Last7Days'}"));
    client.post(
        AUDIENCES + "/estimate-size",
        estimated.formatted("'algebra':{'audienceSegmentId':'" + segment + "'}"));
  }

  private static void askTargeting(Client client, String audience) {
    client.put(
        "/v1/line-items/7",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x'}}}");
    String body = "{'data':{'attributes':{'scope':'exclude','audienceIds':['" + audience + "']}}}";
    client.put(TARGETING, body);
    client.post(TARGETING + "/append", body);
    client.get(TARGETING);
    client.post(TARGETING + "/delete", body);
  }
}
