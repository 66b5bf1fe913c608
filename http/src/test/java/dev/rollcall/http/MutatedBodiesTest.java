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
    static Sent of(String line) {
      String[] parts = line.split(" ", 4);
      return new Sent(parts[0], parts[1], parts[2], parts[3].replace("\\n", "\n"));
    }
  }

  /** One a line: method, path, media type, body; single quotes stand for double ones in JSON. */
  private static final String REQUESTS =
      """
      POST /accounts/1/audience-segments/create application/json {'data':[{'type':'x','attributes':{'name':'a','description':'b','retailerId':'11','contactList':{'identifierType':'Email'},'events':null}},{'attributes':{'name':'c','retailerId':11,'contactList':{'identifierType':'CustomerId'}}}]}
      PATCH /accounts/1/audience-segments application/json {'data':[{'id':'LIST','attributes':{'name':'d','description':{'value':'e'}}},{'id':OTHER,'attributes':{'description':{}}}]}
      POST /accounts/1/audience-segments/delete application/json {'data':[{'id':'DOOMED'},{'id':'7','type':'x'}]}
      POST /accounts/1/audience-segments/search application/json {'data':{'attributes':{'audienceSegmentIds':['LIST',7],'audienceSegmentTypes':['ContactList'],'retailerIds':['11'],'names':['a']}}}
      POST /accounts/1/audiences/create application/json {'data':[{'attributes':{'name':'a','description':'b','retailerId':'11','algebra':ALGEBRA}}]}
      PATCH /accounts/1/audiences application/json {'data':[{'id':'AUDIENCE','attributes':{'name':'d','description':{'value':null},'algebra':ALGEBRA}}]}
      POST /accounts/1/audiences/delete application/json {'data':[{'id':'UNUSED'},{'id':7}]}
      POST /accounts/1/audiences/search application/json {'data':{'attributes':{'audienceIds':['AUDIENCE'],'audienceSegmentIds':[LIST],'names':['a']}}}
      POST /audience-segments/LIST/contact-list/add-remove application/json {'data':{'type':'x','attributes':{'operation':'add','identifierType':'CustomerId','identifiers':['zq7-1',17,'zq7-2',null,'zq7-3']}}}
      POST /audience-segments/OTHER/contact-list/add-remove application/json {'data':{'attributes':{'identifiers':['zq7@example.org','zq7'],'operation':'remove','identifierType':'Email'}}}
      PUT /preferred-line-items/7/targeting/audiences application/json {'data':{'attributes':{'scope':'exclude','audienceIds':['AUDIENCE']}}}
      POST /preferred-line-items/7/targeting/audiences/append application/json {'data':{'attributes':{'audienceIds':['AUDIENCE']}}}
      PUT /v1/line-items/7 application/json {'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x','start':'2026-08-01T00:00:00Z','end':'2026-09-01T00:00:00+02:00'}}}
      PATCH /v1/retailers/11 application/json {'data':{'attributes':{'publication':'scheduled'}}}
      POST /v1/retailers/11/lookup application/json {'data':{'attributes':{'identifiers':IDENTIFIERS}}}
      POST /v1/retailers/11/lookup application/json {'data':[{'attributes':{'identifiers':IDENTIFIERS}},{'attributes':{'identifiers':[{'type':'madid','value':17}]}}]}
      POST /v1/retailers/11/identities application/x-ndjson {'identifiers':IDENTIFIERS}
      POST /v1/retailers/11/identities text/csv CustomerId,Email,Email\\nzq7-1,zq7@example.org|'zq7',\\n'zq7-2',,zq7\\n
      """;

  private static final String IDENTIFIERS =
      "[{'type':'CustomerId','value':'zq7-1'},{'type':'Email','value':'zq7@example.org'},{'type':'PhoneNumber','value':'+1 zq7'}]";

  private List<Sent> sent() {
    String list = api.list("customers", "CustomerId");
    String other = api.list("mails", "Email");
    String leaf = "{'audienceSegmentId':'" + list + "'}";
    String audience = api.audience("loyal", leaf);
    String unused = api.audience("doomed", leaf);
    api.manager.put(
        "/v1/line-items/7",
        "{'data':{'attributes':{'accountId':'1','retailerId':'11','name':'x'}}}");
    String algebra = "{'and':[" + leaf + ",{'not':{'or':[{'audienceSegmentId':OTHER}]}}]}";
    return REQUESTS
        .replace("ALGEBRA", algebra)
        .replace("IDENTIFIERS", IDENTIFIERS)
        .replace("LIST", list)
        .replace("OTHER", other)
        .replace("DOOMED", api.list("doomed", "Email"))
        .replace("AUDIENCE", audience)
        .replace("UNUSED", unused)
        .replace('\'', '"')
        .lines()
        .map(Sent::of)
        .toList();
  }

  @Test
  void noBodyIsAFaultOfTheServersAndNoProblemRepeatsAnIdentifier() {
    List<Sent> sent = sent();
    api.own.answersOnly();
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
