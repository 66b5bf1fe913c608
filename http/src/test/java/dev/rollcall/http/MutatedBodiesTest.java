package dev.rollcall.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a body is, it is the client's to mend: no damage makes a fault of the server's, and no
 * problem repeats an identifier.
 */
class MutatedBodiesTest {
  private static final int ROUNDS = 5_000;

  /** Part of every identifier here. */
  private static final String MARK = "zq7";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private record Sent(String method, String path, String contentType, String body) {
    static Sent json(String method, String path, String body) {
      return new Sent(method, path, "application/json", body.replace('\'', '"'));
    }
  }

  private List<Sent> sent() {
    String list = api.list("customers", "CustomerId");
    String other = api.list("mails", "Email");
    String audience = api.audience("loyal", "{'audienceSegmentId':'" + list + "'}");
    String doomed = api.list("doomed", "Email");
    String doomedAudience = api.audience("doomed", "{'audienceSegmentId':'" + list + "'}");
    api.manager.put(
        "/v1/line-items/7",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x'}}}");
    String segments = "/accounts/1/audience-segments";
    String audiences = "/accounts/1/audiences";
    String algebra =
        "{'and':[{'audienceSegmentId':'%s'},{'not':{'or':[{'audienceSegmentId':%s}]}}]}"
            .formatted(list, other);
    String identifiers =
        "[{'type':'CustomerId','value':'zq7-1'},{'type':'Email','value':'zq7@example.org'},{'type':'PhoneNumber','value':'+1 zq7'}]";
    return List.of(
        Sent.json(
            "POST",
            segments + "/create",
            "{'data':[{'type':'x','attributes':{'name':'a','description':'b','retailerId':'11','contactList':{'identifierType':'Email'},'events':null}},{'attributes':{'name':'c','retailerId':11,'contactList':{'identifierType':'CustomerId'}}}]}"),
        Sent.json(
            "PATCH",
            segments,
            "{'data':[{'id':'"
                + list
                + "','attributes':{'name':'d','description':{'value':'e'}}},{'id':"
                + other
                + ",'attributes':{'description':{}}}]}"),
        Sent.json(
            "POST",
            segments + "/delete",
            "{'data':[{'id':'" + doomed + "'},{'id':'7','type':'x'}]}"),
        Sent.json(
            "POST",
            segments + "/search",
            "{'data':{'attributes':{'audienceSegmentIds':['"
                + list
                + "',7],'audienceSegmentTypes':['ContactList'],'retailerIds':['11'],'names':['a']}}}"),
        Sent.json(
            "POST",
            audiences + "/create",
            "{'data':[{'attributes':{'name':'a','description':'b','retailerId':'11','algebra':"
                + algebra
                + "}}]}"),
        Sent.json(
            "PATCH",
            audiences,
            "{'data':[{'id':'"
                + audience
                + "','attributes':{'name':'d','description':{'value':null},'algebra':"
                + algebra
                + "}}]}"),
        Sent.json(
            "POST", audiences + "/delete", "{'data':[{'id':'" + doomedAudience + "'},{'id':7}]}"),
        Sent.json(
            "POST",
            audiences + "/search",
            "{'data':{'attributes':{'audienceIds':['"
                + audience
                + "'],'audienceSegmentIds':["
                + list
                + "],'names':['a']}}}"),
        Sent.json(
            "POST",
            "/audience-segments/" + list + "/contact-list/add-remove",
            "{'data':{'type':'x','attributes':{'operation':'add','identifierType':'CustomerId','identifiers':['zq7-1',17,'zq7-2',null,'zq7-3']}}}"),
        Sent.json(
            "POST",
            "/audience-segments/" + other + "/contact-list/add-remove",
            "{'data':{'attributes':{'identifiers':['zq7@example.org','zq7'],'operation':'remove','identifierType':'Email'}}}"),
        Sent.json(
            "PUT",
            "/preferred-line-items/7/targeting/audiences",
            "{'data':{'attributes':{'scope':'exclude','audienceIds':['" + audience + "']}}}"),
        Sent.json(
            "POST",
            "/preferred-line-items/7/targeting/audiences/append",
            "{'data':{'attributes':{'audienceIds':['" + audience + "']}}}"),
        Sent.json(
            "PUT",
            "/v1/line-items/7",
            "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x','start':'2026-08-01T00:00:00Z','end':'2026-09-01T00:00:00+02:00'}}}"),
        Sent.json(
            "PATCH", "/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}"),
        Sent.json(
            "POST",
            "/v1/retailers/11/lookup",
            "{'data':{'attributes':{'identifiers':" + identifiers + "}}}"),
        Sent.json(
            "POST",
            "/v1/retailers/11/lookup",
            "{'data':[{'attributes':{'identifiers':"
                + identifiers
                + "}},{'attributes':{'identifiers':[{'type':'madid','value':17}]}}]}"),
        new Sent(
            "POST",
            "/v1/retailers/11/identities",
            "application/x-ndjson",
            "{'identifiers':".replace('\'', '"') + identifiers.replace('\'', '"') + "}"),
        new Sent(
            "POST",
            "/v1/retailers/11/identities",
            "text/csv",
            "CustomerId,Email,Email\nzq7-1,zq7@example.org|\"zq7\",\n\"zq7-2\",,zq7\n"));
  }

  @Test
  void noBodyIsAFaultOfTheServersAndNoProblemRepeatsAnIdentifier() {
    List<Sent> sent = sent();
    for (long seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Sent one = sent.get(random.nextInt(sent.size()));
      Mutation mutation = new Mutation(random);
      byte[] body = one.body().getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(5) / 2; i >= 0; i--) body = mutation.of(body);
      Answer answer =
          api.manager.with("content-type", one.contentType()).send(one.method(), one.path(), body);
      String what =
          "seed " + seed + ", " + one.path() + ": " + new String(body, StandardCharsets.UTF_8);
      assertThat(answer.status()).as(what).isLessThan(500);
      assertThat(answer.at("/errors").toString()).as(what).doesNotContain(MARK);
    }
    assertThat(api.manager.post("/accounts/1/audience-segments/search", "{}").status())
        .isEqualTo(200);
    assertThat(api.manager.post("/accounts/1/audiences/search", "{}").status()).isEqualTo(200);
    assertThat(api.manager.get("/v1/line-items").status()).isEqualTo(200);
  }
}
