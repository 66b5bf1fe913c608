package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LookupRoutesTest {
  private static final String LOOKUP = "/v1/retailers/11/lookup";

  private final ApiHarness api = new ApiHarness();
  private String customers = "";
  private String loyal = "";
  private String mailed = "";

  @BeforeEach
  void seed() {
    customers = api.list("customers", "CustomerId");
    String mails = api.list("mails", "Email");
    loyal = api.audience("loyal", "{'audienceSegmentId':'" + customers + "'}");
    mailed = api.audience("mailed", "{'audienceSegmentId':'" + mails + "'}");
    api.add(customers, "'c1'", "'17'");
    api.add(mails, "'a@example.org'");
    line(api.manager, "7", "'accountId':'1'", "include", loyal);
    line(api.manager, "8", "'accountId':'1'", "exclude", loyal);
    line(api.manager, "9", "'accountId':'1'", "include", "");
    line(api.manager, "10", "'accountId':'1','end':'2026-08-01T10:00:00Z'", "include", loyal);
    line(api.manager, "11", "'accountId':'1','start':'2026-08-01T10:00:00Z'", "include", loyal);
    line(api.stranger, "5", "'accountId':'2'", "include", "");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static void line(
      Client client, String id, String attributes, String scope, String audience) {
    client.put(
        "/v1/line-items/" + id,
        "{'data':{'attributes':{'retailerId':'11','name':'x'," + attributes + "}}}");
    String ids = audience.isEmpty() ? "" : "'" + audience + "'";
    Answer targeted =
        client.put(
            "/preferred-line-items/" + id + "/targeting/audiences",
            "{'data':{'attributes':{'scope':'" + scope + "','audienceIds':[" + ids + "]}}}");
    assertThat(targeted.problems()).isEmpty();
  }

  private static String shopper(String... identifiers) {
    return "{'attributes':{'identifiers':[" + String.join(",", identifiers) + "]}}";
  }

  private static String customer(String id) {
    return "{'type':'CustomerId','value':'" + id + "'}";
  }

  private static String email(String address) {
    return "{'type':'Email','value':'" + address + "'}";
  }

  private Answer lookup(String data) {
    return api.manager.post(LOOKUP, "{'data':" + data + "}");
  }

  private static void check(JsonNode found, List<String> audiences, String... lineItems) {
    assertThat(found.path("type").stringValue()).isEqualTo("Lookup");
    assertThat(strings(found.at("/attributes/audienceIds"))).isEqualTo(audiences);
    assertThat(strings(found.at("/attributes/lineItemIds"))).containsExactly(lineItems);
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(one -> strings.add(one.stringValue()));
    return strings;
  }

  @Test
  void aShoppersAudiencesAndLineItemsAreTold() {
    check(lookup(shopper(customer("c1"))).at("/data"), List.of(loyal), "7", "9", "10");
    check(lookup(shopper(customer(" c1 "))).at("/data"), List.of(loyal), "7", "9", "10");
    check(
        lookup(shopper("{'type':'customerid','value':17,'unknown':1}")).at("/data"),
        List.of(loyal),
        "7",
        "9",
        "10");
    check(lookup(shopper(email("A@Example.org"))).at("/data"), List.of(mailed), "8", "9");
    check(lookup(shopper(customer("nobody"))).at("/data"), List.of(), "8", "9");
    check(lookup(shopper(customer("a@example.org"))).at("/data"), List.of(), "8", "9");
    check(
        lookup(shopper(customer("c1"), email("a@example.org"), customer("x"))).at("/data"),
        List.of(loyal, mailed),
        "7",
        "9",
        "10");
    check(
        api.stranger.post(LOOKUP, "{'data':" + shopper(customer("c1")) + "}").at("/data"),
        List.of(),
        "5");
    api.clock.pass(Duration.ofHours(1));
    check(lookup(shopper(customer("c1"))).at("/data"), List.of(loyal), "7", "9", "11");
  }

  @Test
  void whatIsAcknowledgedIsSeenByTheNextLookup() {
    Answer before = lookup(shopper(customer("late")));
    api.add(customers, "'late'");
    Answer after = lookup(shopper(customer("late")));
    check(before.at("/data"), List.of(), "8", "9");
    check(after.at("/data"), List.of(loyal), "7", "9", "10");
    assertThat(position(after)).isEqualTo(position(before) + 1).isEqualTo(api.log.position());
  }

  private static long position(Answer answer) {
    return Long.parseLong(answer.text("/data/attributes/logPosition"));
  }

  @Test
  void aScheduledRetailerIsAnsweredFromThePublishedSnapshot() {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    long cutOff = api.log.position();
    check(lookup(shopper(customer("c1"))).at("/data"), List.of(loyal), "7", "9", "10");
    api.add(customers, "'late'");
    Answer before = lookup(shopper(customer("late")));
    check(before.at("/data"), List.of(), "8", "9");
    assertThat(before.text("/data/attributes/cutOff")).isEqualTo(Long.toString(cutOff));
    String computation = api.compute();
    Answer after = lookup("[" + shopper(customer("late")) + "]");
    check(after.at("/data/0"), List.of(loyal), "7", "9", "10");
    assertThat(after.text("/data/0/attributes/snapshotId"))
        .isEqualTo(
            api.manager.get("/v1/computations/" + computation).text("/data/attributes/snapshotId"));
    assertThat(after.at("/data/0/attributes").has("logPosition")).isFalse();
  }

  @Test
  void severalAreAnsweredInOrderThoseNotUnderstoodInTheirPlace() {
    Answer found =
        lookup(
            "["
                + String.join(
                    ",",
                    shopper(customer("c1")),
                    shopper(email("a-example.org")),
                    "null",
                    shopper(customer("c1"), "{'type':'Shoe','value':'9'}"),
                    shopper(customer("nobody")))
                + "]");
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.at("/data")).hasSize(5);
    check(found.at("/data/0"), List.of(loyal), "7", "9", "10");
    for (int i = 1; i <= 3; i++) check(found.at("/data/" + i), List.of());
    check(found.at("/data/4"), List.of(), "8", "9");
    assertThat(found.problems())
        .containsExactly(
            "invalid-value @data/1", "required-field @data/2", "invalid-value @data/3");
    assertThat(found.details().getFirst())
        .startsWith("data[1].attributes.identifiers[0].value is no Email. Send an address");
    assertThat(found.body().toString()).doesNotContain("a-example.org");
    assertThat(lookup("[]").at("/data")).isEmpty();
    assertThat(
            lookup("[" + String.join(",", Collections.nCopies(1000, shopper(customer("c1")))) + "]")
                .at("/data"))
        .hasSize(1000);
    Answer many =
        lookup("[" + String.join(",", Collections.nCopies(1001, shopper(customer("c1")))) + "]");
    assertThat(many.status()).isEqualTo(400);
    assertThat(many.problems()).containsExactly("bulk-limit-exceeded @data");
  }

  @Test
  void oneShopperNotUnderstoodIsRefused() {
    String identifiers = " @data/attributes/identifiers";
    checkRefused("null", "required-field" + identifiers);
    checkRefused("'c1'", "invalid-value @data");
    checkRefused("{}", "required-field" + identifiers);
    checkRefused("{'attributes':[]}", "invalid-value @data/attributes");
    checkRefused("{'attributes':{'identifiers':'c1'}}", "invalid-value" + identifiers);
    checkRefused(shopper(), "invalid-value" + identifiers);
    checkRefused(
        shopper(Collections.nCopies(101, customer("c1")).toArray(String[]::new)),
        "invalid-value" + identifiers);
    checkRefused(shopper("null"), "required-field" + identifiers + "/0/type");
    checkRefused(shopper("'c1'"), "invalid-value" + identifiers + "/0");
    checkRefused(
        shopper(customer("c1"), "{'value':'c1'}"), "required-field" + identifiers + "/1/type");
    checkRefused(
        shopper("{'type':'Shoe','value':'c1'}"), "invalid-value" + identifiers + "/0/type");
    checkRefused(shopper("{'type':5,'value':'c1'}"), "invalid-value" + identifiers + "/0/type");
    checkRefused(shopper("{'type':'CustomerId'}"), "required-field" + identifiers + "/0/value");
    checkRefused(
        shopper("{'type':'CustomerId','value':{}}"), "invalid-value" + identifiers + "/0/value");
    checkRefused(shopper(customer(" ")), "invalid-value" + identifiers + "/0/value");
    checkRefused(shopper(email("a-example.org")), "invalid-value" + identifiers + "/0/value");
    checkRefused(shopper(customer("\\ud800")), "invalid-value" + identifiers + "/0/value");
    assertThat(api.manager.post(LOOKUP, "{'data':{").problems()).containsExactly("invalid-json");
    assertThat(api.manager.post(LOOKUP, "").problems()).containsExactly("invalid-json");
  }

  private void checkRefused(String data, String problem) {
    Answer answer = lookup(data);
    assertThat(answer.status()).as(data).isEqualTo(400);
    assertThat(answer.problems()).as(data).containsExactly(problem);
    assertThat(answer.body().toString()).doesNotContain("a-example.org");
  }
}
