package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Seed;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The searches of segments and of audiences, which have the same paging and the same filters. */
class SearchTest {
  private static final String SEGMENTS = "/accounts/1/audience-segments/search";
  private static final String AUDIENCES = "/accounts/1/audiences/search";

  private final ApiHarness api = new ApiHarness();
  private String mails = "";
  private String customers = "";
  private String market = "";
  private String either = "";
  private String both = "";

  @BeforeEach
  void seed() {
    mails = api.list("mails", "Email");
    customers = api.list("customers", "CustomerId");
    market = api.list(Seed.MARKET, "market", "Email");
    either = api.audience("either", "{'or':[" + leaf(mails) + "," + leaf(customers) + "]}");
    both =
        api.audience("both", "{'and':[" + leaf(mails) + ",{'not':{'not':" + leaf(mails) + "}}]}");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String leaf(String segmentId) {
    return "{'audienceSegmentId':'" + segmentId + "'}";
  }

  private void check(String path, String attributes, String... ids) {
    Answer found = api.manager.post(path, "{'data':{'attributes':" + attributes + "}}");
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.ids()).as(attributes).containsExactly(ids);
    assertThat(found.at("/meta/totalItems").intValue()).isEqualTo(ids.length);
  }

  @Test
  void filtersAreAllMetEachByAnyOfItsValues() {
    check(SEGMENTS, "{}", mails, customers, market);
    check(SEGMENTS, "null", mails, customers, market);
    check(
        SEGMENTS,
        "{'audienceSegmentIds':null,'audienceSegmentTypes':null,'retailerIds':null,'names':null,'unknown':[1]}",
        mails,
        customers,
        market);
    check(
        SEGMENTS,
        "{'audienceSegmentIds':['%s',%s,'7','x']}".formatted(customers, mails),
        mails,
        customers);
    check(SEGMENTS, "{'audienceSegmentIds':[]}");
    check(SEGMENTS, "{'audienceSegmentTypes':['ContactList']}", mails, customers, market);
    check(
        SEGMENTS,
        "{'audienceSegmentTypes':['Events','ContactList','Unknown']}",
        mails,
        customers,
        market);
    check(SEGMENTS, "{'audienceSegmentTypes':['Events']}");
    check(SEGMENTS, "{'audienceSegmentTypes':['Unknown']}");
    check(SEGMENTS, "{'retailerIds':['12']}", market);
    check(SEGMENTS, "{'retailerIds':['12','11']}", mails, customers, market);
    check(SEGMENTS, "{'retailerIds':['12'],'audienceSegmentIds':['" + mails + "']}");
    check(SEGMENTS, "{'names':['mails','market','other']}", mails, market);
    check(SEGMENTS, "{'names':['Mails','mail']}");
    check(SEGMENTS, "{'names':['mails'],'retailerIds':['11']}", mails);

    check(AUDIENCES, "{}", either, both);
    check(AUDIENCES, "null", either, both);
    check(AUDIENCES, "{'audienceIds':['" + both + "'],'audienceSegmentIds':null}", both);
    check(AUDIENCES, "{'audienceSegmentIds':['" + customers + "']}", either);
    check(AUDIENCES, "{'audienceSegmentIds':['" + customers + "','" + mails + "']}", either, both);
    check(AUDIENCES, "{'audienceSegmentIds':['" + market + "']}");
    check(AUDIENCES, "{'retailerIds':['11']}", either, both);
    check(AUDIENCES, "{'retailerIds':['12']}");
    check(AUDIENCES, "{'names':['both']}", both);
    check(AUDIENCES, "{'audienceIds':[]}");
    assertThat(api.manager.post(SEGMENTS, "{}").ids()).hasSize(3);
    assertThat(api.manager.post(SEGMENTS, "{'data':{'type':'x'}}").ids()).hasSize(3);
  }

  @Test
  void anAccountFindsItsOwnAlone() {
    assertThat(api.stranger.post("/accounts/2/audience-segments/search", "{}").ids()).isEmpty();
    assertThat(api.stranger.post("/accounts/2/audiences/search", "{}").ids()).isEmpty();
  }

  @Test
  void filtersOfAnotherKindAreRefused() {
    for (String path : List.of(SEGMENTS, AUDIENCES)) {
      checkRefused(path, "{'data':[]}", "invalid-value @data");
      checkRefused(path, "{'data':{'attributes':[]}}", "invalid-value @data/attributes");
      checkRefused(
          path,
          "{'data':{'attributes':{'retailerIds':'11'}}}",
          "invalid-value @data/attributes/retailerIds");
      checkRefused(
          path,
          "{'data':{'attributes':{'retailerIds':[null]}}}",
          "required-field @data/attributes/retailerIds/0");
      checkRefused(
          path,
          "{'data':{'attributes':{'retailerIds':['1',{}]}}}",
          "invalid-value @data/attributes/retailerIds/1");
      checkRefused(
          path, "{'data':{'attributes':{'names':[1]}}}", "invalid-value @data/attributes/names/0");
      checkRefused(path, "[", "invalid-json");
      checkRefused(path, "", "invalid-json");
    }
    checkRefused(
        SEGMENTS,
        "{'data':{'attributes':{'audienceSegmentTypes':['Shoe']}}}",
        "invalid-value @data/attributes/audienceSegmentTypes/0");
  }

  private void checkRefused(String path, String body, String problem) {
    Answer answer = api.manager.post(path, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problems()).containsExactly(problem);
  }

  @Test
  void aPageSaysWhereItLies() {
    for (String path : List.of(SEGMENTS, AUDIENCES)) {
      List<String> all = api.manager.post(path, "{}").ids();
      checkPage(path, "", all, 500, 0);
      checkPage(path, "?limit=1", all.subList(0, 1), 1, 0);
      checkPage(path, "?limit=1&offset=1", all.subList(1, 2), 1, 1);
      checkPage(path, "?limit=0", List.of(), 0, 0);
      checkPage(path, "?limit=500&offset=2147483647", List.of(), 500, Integer.MAX_VALUE);
      for (String wrong :
          List.of("limit=501", "limit=-1", "limit=", "limit=ten", "limit=1.5", "limit=99999999999"))
        checkRefused(path + "?" + wrong, "{}", "invalid-paging @limit");
      for (String wrong : List.of("offset=-1", "offset=x", "offset=2147483648"))
        checkRefused(path + "?" + wrong, "{}", "invalid-paging @offset");
    }
  }

  private void checkPage(String path, String query, List<String> ids, int limit, int offset) {
    Answer page = api.manager.post(path + query, "{}");
    assertThat(page.ids()).isEqualTo(ids);
    assertThat(page.at("/meta/limit").intValue()).isEqualTo(limit);
    assertThat(page.at("/meta/offset").intValue()).isEqualTo(offset);
    assertThat(page.at("/meta/totalItems").intValue())
        .isEqualTo(api.manager.post(path, "{}").ids().size());
  }

  @Test
  void aPageHasFiveHundredUnlessFewerAreAskedFor() {
    String many =
        IntStream.range(0, 600)
            .mapToObj(i ->
                "{'attributes':{'name':'list "
                    + i
                    + "','retailerId':'12','contactList':{'identifierType':'Email'}}}")
            .collect(Collectors.joining(","));
    List<String> made =
        api.manager.post("/accounts/1/audience-segments/create", "{'data':[" + many + "]}").ids();
    assertThat(made).hasSize(600);
    Answer first = api.manager.post(SEGMENTS, "{}");
    Answer second = api.manager.post(SEGMENTS + "?offset=500", "{}");
    assertThat(first.ids()).hasSize(500);
    assertThat(first.at("/meta/totalItems").intValue()).isEqualTo(603);
    assertThat(second.ids()).isEqualTo(made.subList(497, 600));
  }
}
