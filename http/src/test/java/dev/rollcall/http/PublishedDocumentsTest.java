package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds what is answered to the published documents, where these are at hand. */
class PublishedDocumentsTest {
  private final ApiHarness api = new ApiHarness();
  private final Set<String> checked = new TreeSet<>();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void stable() {
    check("retail-media-stable-2027-01.json", Version.V2027_01);
  }

  @Test
  void preview() {
    check("retail-media-preview.json", Version.PREVIEW);
  }

  private void check(String name, Version version) {
    Optional<PublishedDocument> found = PublishedDocument.find(name);
    assumeTrue(found.isPresent(), "the published documents are not here");
    PublishedDocument document = found.get();
    Client client = api.manager.speaking(version);
    segmentsAndLists(document, client);
    audiencesAndTargeting(document, client);
    ask(document, client, "GET /accounts", "/accounts", "");
    ask(document, client, "GET /me", "/me", "");
    // Answers nothing, and 201 rather than the documented 204.
    checked.add(
        "POST /%s/retail-media/audience-segments/{audience-segment-id}/contact-list/clear"
            .formatted(version.wireName()));
    assertThat(document.operations())
        .filteredOn(operation -> !operation.endsWith("-size") && !operation.endsWith("-sizes"))
        .allMatch(checked::contains);
  }

  private void segmentsAndLists(PublishedDocument document, Client client) {
    String segments = "/accounts/{account-id}/audience-segments";
    String bad = "{'attributes':{}}";
    Answer made =
        ask(
            document,
            client,
            "POST " + segments + "/create",
            "/accounts/1/audience-segments/create",
            "{'data':[{'attributes':{'name':'customers','description':'x','retailerId':'11','contactList':{'identifierType':'CustomerId'}}},"
                + bad
                + "]}");
    String id = made.text("/data/0/id");
    ask(
        document,
        client,
        "PATCH " + segments,
        "/accounts/1/audience-segments",
        "{'data':[{'id':'" + id + "','attributes':{'description':{}}}," + bad + "]}");
    ask(
        document,
        client,
        "POST " + segments + "/search",
        "/accounts/1/audience-segments/search",
        "{}");
    ask(
        document,
        client,
        "POST /audience-segments/{audience-segment-id}/contact-list/add-remove",
        "/audience-segments/" + id + "/contact-list/add-remove",
        "{'data':{'attributes':{'operation':'add','identifiers':['a','']}}}");
    ask(
        document,
        client,
        "GET " + segments + "/{audience-segment-id}/contact-list",
        "/accounts/1/audience-segments/" + id + "/contact-list",
        "");
    ask(
        document,
        client,
        "POST " + segments + "/delete",
        "/accounts/1/audience-segments/delete",
        "{'data':[{'id':'" + id + "'},{}]}");
  }

  private void audiencesAndTargeting(PublishedDocument document, Client client) {
    String audiences = "/accounts/{account-id}/audiences";
    String algebra =
        "{'and':[{'audienceSegmentId':'%s'},{'not':{'or':[{'audienceSegmentId':'%s'}]}}]}"
            .formatted(api.list("one", "Email"), api.list("two", "Email"));
    String id = api.audience("first", algebra);
    ask(
        document,
        client,
        "POST " + audiences + "/create",
        "/accounts/1/audiences/create",
        "{'data':[{'attributes':{'name':'second','retailerId':'11','algebra':"
            + algebra
            + "}},{}]}");
    ask(
        document,
        client,
        "PATCH " + audiences,
        "/accounts/1/audiences",
        "{'data':[{'id':'" + id + "','attributes':{'name':'third'}},{}]}");
    ask(document, client, "POST " + audiences + "/search", "/accounts/1/audiences/search", "{}");
    api.manager.put(
        "/v1/line-items/7",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x'}}}");
    String targeting = "/preferred-line-items/{line-item-id}/targeting/audiences";
    String body = "{'data':{'attributes':{'scope':'exclude','audienceIds':['" + id + "']}}}";
    for (String operation :
        new String[] {
          "PUT " + targeting,
          "POST " + targeting + "/append",
          "GET " + targeting,
          "POST " + targeting + "/delete"
        }) {
      String path = operation.substring(operation.indexOf('/')).replace("{line-item-id}", "7");
      ask(document, client, operation, path, body);
    }
    ask(
        document,
        client,
        "POST " + audiences + "/delete",
        "/accounts/1/audiences/delete",
        "{'data':[{'id':'" + id + "'},{}]}");
  }

  /** Asks, and holds the answer to the document if that has the operation. */
  private Answer ask(
      PublishedDocument document, Client client, String operation, String path, String body) {
    String method = operation.substring(0, operation.indexOf(' '));
    Answer answer =
        client.send(method, path, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    String documented =
        operation.replace(" ", " /" + client.version().wireName() + "/retail-media");
    if (document.operations().contains(documented)) {
      assertThat(answer.status()).as(documented).isEqualTo(200);
      document.check(documented, answer.body());
      checked.add(documented);
    }
    return answer;
  }
}
