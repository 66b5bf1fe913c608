package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.Permission;
import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Client;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImpressionRoutesTest {
  private static final String TIME = "'time':'2026-08-01T09:00:00Z'";
  private static final String COUNTS = "/v1/accounts/1/impressions?by=";

  private final ApiHarness api = new ApiHarness();
  private String readers = "";
  private String buyers = "";
  private String staff = "";
  private String both = "";
  private String either = "";

  @AfterEach
  void close() {
    api.close();
  }

  @BeforeEach
  void aLineItemForReadersOrForReadersWhoBuy() {
    readers = api.list("readers", "CustomerId");
    buyers = api.list("buyers", "CustomerId");
    staff = api.list("staff", "CustomerId");
    api.add(readers, "'C1'", "'C2'");
    api.add(buyers, "'C2'");
    String in = "{'audienceSegmentId':'%s'}";
    String notStaff = "{'not':{'audienceSegmentId':'" + staff + "'}}";
    either = api.audience("readers", "{'and':[" + in.formatted(readers) + "," + notStaff + "]}");
    both =
        api.audience(
            "buyers", "{'and':[" + in.formatted(readers) + "," + in.formatted(buyers) + "]}");
    lineItem(api.manager, 1, 7);
    lineItem(api.stranger, 2, 8);
    target("include");
  }

  private static void lineItem(Client client, int account, int id) {
    String attributes = "{'accountId':'%d','retailerId':'11','name':'x'}".formatted(account);
    client.put("/v1/line-items/" + id, "{'data':{'attributes':" + attributes + "}}");
  }

  private void target(String scope) {
    api.manager.put(
        "/preferred-line-items/7/targeting/audiences",
        "{'data':{'attributes':{'scope':'%s','audienceIds':['%s','%s']}}}"
            .formatted(scope, either, both));
  }

  private static String row(String id, int lineItem, String shown) {
    return "{'impressionId':'%s','lineItemId':'%d',%s,%s}\n".formatted(id, lineItem, TIME, shown);
  }

  private static String to(String customer) {
    return "'identifierType':'CustomerId','identifier':'" + customer + "'";
  }

  private Answer post(String type, String body) {
    return post(api.manager, type, body);
  }

  private static Answer post(Client client, String type, String body) {
    return client
        .with("content-type", type)
        .send("POST", "/v1/impressions", body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private Answer post(String rows) {
    return post("application/x-ndjson", rows);
  }

  private static void check(Answer answer, int counted, int shown, int repeated, int refused) {
    assertThat(answer.at("/data/attributes").toString().replace('"', '\''))
        .isEqualTo(
            "{'rows':%d,'countedRows':%d,'impressions':%d,'repeatedRows':%d,'refusedRows':%d}"
                .formatted(counted + repeated + refused, counted, shown, repeated, refused));
  }

  private String counted(String query) {
    Answer answer = api.manager.get(COUNTS + query);
    StringBuilder counted = new StringBuilder();
    answer
        .at("/data")
        .forEach(one ->
            counted
                .append(one.path("id").stringValue())
                .append('=')
                .append(one.at("/attributes/impressions").longValue())
                .append(' '));
    return counted.toString().strip();
  }

  @Test
  void whatAShopperWasShownCountsForTheAudiencesThatLetTheShopperIn() {
    check(post(row("a", 7, to("C1")) + row("b", 7, to("C2")) + row("c", 7, to("C9"))), 3, 3, 0, 0);
    assertThat(counted("LineItem")).isEqualTo("7=3");
    assertThat(counted("Audience")).isEqualTo(either + "=2 " + both + "=1");
    assertThat(counted("AudienceSegment")).isEqualTo(readers + "=2 " + buyers + "=1");
    check(post(row("d", 7, "'count':10")), 1, 10, 0, 0);
    assertThat(counted("Audience")).isEqualTo(either + "=12 " + both + "=11");
    assertThat(counted("Audience&id=" + both)).isEqualTo(both + "=11");
    target("exclude");
    check(post(row("e", 7, "'count':5")), 1, 5, 0, 0);
    assertThat(counted("LineItem")).isEqualTo("7=18");
    assertThat(counted("Audience")).isEqualTo(either + "=12 " + both + "=11");
  }

  @Test
  void anImpressionToldAgainCountsOnce() {
    String rows = row("a", 7, "'count':3") + row("b", 7, to("C1")) + row("a", 7, "'count':3");
    check(post(rows), 2, 4, 1, 0);
    check(post(rows), 0, 0, 3, 0);
    assertThat(counted("LineItem")).isEqualTo("7=4");
    api.clock.pass(Duration.ofDays(40));
    Answer late = post(rows);
    check(late, 0, 0, 0, 3);
    assertThat(late.details()).contains("time is more than 35 days ago");
  }

  @Test
  void csvIsReadByItsHeader() {
    check(
        post(
            "text/csv",
            """
            lineItemId,impressionId,time,count,identifier,identifierType
            7,a,2026-07-31T23:59:59Z,4,,

            7,"b,c",2026-08-01T02:00:00+02:00,,C2,customerid
            """
                .replace("\n", "\r\n")),
        2,
        5,
        0,
        0);
    assertThat(counted("LineItem")).isEqualTo("7=4 7=1");
    assertThat(counted("LineItem&from=2026-08-01")).isEqualTo("7=1");
    assertThat(counted("LineItem&to=2026-07-31")).isEqualTo("7=4");
    assertThat(counted("LineItem&limit=1&offset=1")).isEqualTo("7=1");
    assertThat(post("text/csv", "id,time\n").problems()).containsExactly("invalid-value @line/1");
    assertThat(api.manager.get(COUNTS + "Shopper").problems()).containsExactly("invalid-value @by");
    assertThat(api.manager.get(COUNTS + "LineItem&from=today").problems())
        .containsExactly("invalid-value @from");
  }

  @Test
  void aBodyInGzipIsReadAsItComes() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 10_001; i++)
        gzip.write(
            row("a" + i, 7, "'count':2").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      gzip.write("bad".getBytes(StandardCharsets.UTF_8));
    }
    Answer answer =
        api.manager
            .with("content-encoding", "gzip")
            .with("content-type", "application/x-ndjson")
            .send("POST", "/v1/impressions", packed.toByteArray());
    check(answer, 10_001, 20_002, 0, 1);
    assertThat(answer.problems()).containsExactly("invalid-json @line/10002");
  }

  @Test
  void ofManyBadLinesTheFirstAreToldAndAllAreCounted() {
    String bad = "x\n".repeat(25_000);
    Answer answer = post(bad + row("a", 7, "'count':2") + bad + row("b", 7, "'count':3") + bad);
    check(answer, 2, 5, 0, 75_000);
    assertThat(answer.problems())
        .hasSize(1_000)
        .startsWith("invalid-json @line/1")
        .endsWith("invalid-json @line/1000");
  }

  @Test
  void aPartOfABodyHoldsNoMoreThanItsRowsAndProblems() {
    byte[] bad = "x\n".repeat(25_000).getBytes(StandardCharsets.UTF_8);
    ImpressionReader reader = new ImpressionReader(new ByteArrayInputStream(bad), false);
    for (int i = 1; i <= 3; i++) {
      ImpressionReader.Part part = reader.next(10_000, 100);
      assertThat(part.problems()).hasSize(100);
      assertThat(reader.rows()).isEqualTo(Math.min(25_000, i * 10_000));
      assertThat(part.last()).isEqualTo(i == 3);
    }
  }

  @Test
  void aBadLineIsToldAndTheOthersCount() {
    Answer answer =
        post(
            row("a", 7, "'count':1")
                + "{'impressionId'\n"
                + row("b", 8, "'count':1")
                + row("c", 99, "'count':1")
                + row("d", 7, "'count':0")
                + row("e", 7, "'identifierType':'Email','identifier':'no address'")
                + row("f", 7, "'count':1,'identifier':'C1'")
                + "{'lineItemId':'7'}\n\n"
                + row("g", 7, "'count':1").replace("2026", "2027")
                + row("h", 7, to("C1")));
    check(answer, 2, 2, 0, 8);
    assertThat(answer.problems())
        .containsExactly(
            "invalid-json @line/2",
            "line-item-not-found @line/3",
            "line-item-not-found @line/4",
            "invalid-value @line/5",
            "invalid-value @line/6",
            "invalid-value @line/7",
            "required-field @line/8",
            "invalid-value @line/10");
    assertThat(answer.details().toString()).doesNotContain("no address");
    assertThat(answer.details().get(1).replace("8", "99")).isEqualTo(answer.details().get(2));
  }

  @Test
  void whoMayNotLookShoppersUpTellsOfNoShopper() {
    Set<Permission> manage = Set.of(Permission.CAMPAIGNS_MANAGE, Permission.AUDIENCES_MANAGE);
    Client buyer =
        api.as(
            new Application(
                9, 1, "buyer", "buyer", "", manage, Set.of(1L), OptionalInt.empty(), true));
    String rows = row("a", 7, to("C2")) + row("b", 7, "'count':3") + row("c", 8, to("C2"));
    Answer answer = post(buyer, "application/x-ndjson", rows);
    check(answer, 1, 3, 0, 2);
    assertThat(answer.problems())
        .containsExactly("permission-denied @line/1", "line-item-not-found @line/3");
    assertThat(answer.details().getFirst())
        .isEqualTo("an identifier needs the permission Serving Read");
    assertThat(counted("Audience")).isEqualTo(either + "=3 " + both + "=3");
    check(post(rows), 1, 1, 1, 1);
  }

  @Test
  void aSegmentThatServedIsNotDeletedAlsoWhenNoAudienceUsesItAnyMore() {
    post(row("a", 7, to("C2")));
    api.manager.put(
        "/preferred-line-items/7/targeting/audiences",
        "{'data':{'attributes':{'scope':'include','audienceIds':[]}}}");
    String ids = "{'data':[{'id':'%s'},{'id':'%s'}]}";
    api.manager.post("/accounts/1/audiences/delete", ids.formatted(either, both));
    Answer deleted =
        api.manager.post("/accounts/1/audience-segments/delete", ids.formatted(readers, staff));
    assertThat(deleted.problems()).containsExactly("segment-has-served-impressions @data/0");
    assertThat(deleted.ids()).containsExactly(staff);
    assertThat(counted("Audience")).isEqualTo(either + "=1 " + both + "=1");
  }

  @Test
  void countsAreOfTheAccountsOwnLineItems() {
    post(row("a", 7, to("C2")));
    assertThat(api.stranger.get("/v1/accounts/2/impressions?by=LineItem").ids()).isEmpty();
    assertThat(api.stranger.get("/v1/accounts/1/impressions").problems())
        .containsExactly("permission-denied");
  }
}
