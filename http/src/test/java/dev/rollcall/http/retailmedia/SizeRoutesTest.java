package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Client;
import dev.rollcall.http.Version;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SizeRoutesTest {
  private static final int USERS = 40_000;
  private static final String COMPUTE = "/accounts/1/audience-segments/compute-sizes";

  private final ApiHarness api = new ApiHarness();
  private final Client manager = api.manager.speaking(Version.PREVIEW);
  private String mails = "";
  private String customers = "";

  @AfterEach
  void close() {
    api.close();
  }

  /** Of all users every second has a customer id, and every one an address. */
  @BeforeEach
  void fill() {
    for (int from = 0; from < USERS; from += 20_000)
      api.manager
          .with("content-type", "text/csv")
          .send(
              "POST",
              "/v1/retailers/11/identities",
              IntStream.range(from, from + 20_000)
                  .mapToObj(n -> (n % 2 == 0 ? "c" + n : "") + ",m" + n + "@example.com")
                  .collect(Collectors.joining("\n", "CustomerId,Email\n", "\n"))
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    mails = api.list("mails", "Email");
    customers = api.list("customers", "CustomerId");
    api.add(mails, texts("m", "@example.com", 0, 30_000, 1));
    api.add(customers, texts("c", "", 20_000, 24_000, 2));
  }

  private static String[] texts(String before, String after, int from, int to, int step) {
    return IntStream.range(from, to)
        .filter(n -> n % step == 0)
        .mapToObj(n -> "'" + before + n + after + "'")
        .toArray(String[]::new);
  }

  private static String asked(String channel, Object... ids) {
    String quoted =
        List.of(ids).stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    return "{'data':{'attributes':{'channel':'%s','ids':[%s]}}}".formatted(channel, quoted);
  }

  @Test
  void a_size_is_told_for_each_channel_and_a_problem_in_the_place_of_none() {
    Answer onsite = manager.post(COMPUTE, asked("onsite", mails, "98765", customers));
    assertThat(onsite.ids()).containsExactly(mails, customers);
    assertThat(onsite.at("/data/0/attributes").toString())
        .isEqualTo("{\"size\":15000,\"relativeSize\":0.375}");
    assertThat(onsite.at("/data/1/attributes").toString())
        .isEqualTo("{\"size\":2000,\"relativeSize\":0.05}");
    assertThat(onsite.problems()).containsExactly("segment-not-found @data/attributes/ids/1");
    assertThat(onsite.text("/warnings/0/instance")).isEqualTo("@data/attributes/ids/1");
    Answer offsite = manager.post(COMPUTE, asked("Offsite", mails, customers));
    assertThat(offsite.at("/data/0/attributes/size").asInt()).isEqualTo(30_000);
    assertThat(offsite.at("/data/1/attributes/size").asInt()).isEqualTo(2_000);
  }

  @Test
  void an_estimate_is_the_size_of_the_audience_once_it_is_saved() {
    String algebra =
        "{'and':[{'audienceSegmentId':'%s'},{'not':{'audienceSegmentId':'%s'}}]}"
            .formatted(mails, customers);
    Answer estimated =
        manager.post(
            "/accounts/1/audiences/estimate-size",
            "{'data':{'attributes':{'channel':'Onsite','retailerId':'11','algebra':%s}}}"
                .formatted(algebra));
    assertThat(estimated.at("/data/attributes/size").asInt()).isEqualTo(13_000);
    String audience = api.audience("saved", algebra);
    Answer computed =
        manager.post("/accounts/1/audiences/compute-sizes", asked("Onsite", audience));
    assertThat(computed.at("/data/0/attributes")).isEqualTo(estimated.at("/data/attributes"));
  }

  /** Not even the shopper of the event, who is no user yet. */
  @Test
  void an_estimate_saves_nothing() {
    String event = "eventId,activity,productId,time,userId\ne1,Buy,p1,2026-08-01T08:00:00Z,u1\n";
    api.manager
        .with("content-type", "text/csv")
        .send(
            "POST",
            "/v1/retailers/12/events",
            event.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    api.compute();
    List<Object> before = saved();
    String estimate = "{'data':{'attributes':{'channel':'Onsite','retailerId':'%d',%s}}}";
    Answer segment =
        manager.post(
            "/accounts/1/audience-segments/estimate-size",
            estimate.formatted(
                12, "'events':{'shopperActivity':'Buy','lookbackDays':'Last7Days'}"));
    assertThat(segment.at("/data/attributes/size").asInt()).isOne();
    Answer audience =
        manager.post(
            "/accounts/1/audiences/estimate-size",
            estimate.formatted(11, "'algebra':{'audienceSegmentId':'" + mails + "'}"));
    assertThat(audience.at("/data/attributes/size").asInt()).isEqualTo(15_000);
    assertThat(saved()).isEqualTo(before);
  }

  private List<Object> saved() {
    return List.of(
        api.catalog.version(),
        api.log.position(),
        api.populations.view(11).userCount(),
        api.populations.view(12).userCount(),
        manager.get("/v1/snapshots").ids(),
        manager.get("/v1/computations").ids(),
        manager.post("/accounts/1/audience-segments/search", "{}").ids(),
        manager.post("/accounts/1/audiences/search", "{}").ids());
  }

  @Test
  void what_cannot_be_asked_is_refused_as_a_whole() {
    assertThat(manager.post(COMPUTE, asked("Anywhere", mails)).problems())
        .containsExactly("invalid-value @data/attributes/channel");
    assertThat(manager.post(COMPUTE, "{'data':{'attributes':{'channel':'Onsite'}}}").problems())
        .containsExactly("required-field @data/attributes/ids");
    String unknown =
        "{'data':{'attributes':{'channel':'Onsite','retailerId':'13','algebra':{'audienceSegmentId':'1'}}}}";
    assertThat(manager.post("/accounts/1/audiences/estimate-size", unknown).problems())
        .containsExactly("retailer-not-found");
    assertThat(api.manager.post(COMPUTE, asked("Onsite", mails)).status()).isEqualTo(404);
  }

  @Test
  void an_overlap_names_sets_pairs_and_exclusive_intersections() {
    String body = "{'data':{'attributes':{'ids':['%s','%s']}}}".formatted(mails, customers);
    Answer overlap = manager.post("/v1/accounts/1/audiences/overlap", body);
    assertThat(overlap.at("/data/attributes/sets").toString())
        .contains("\"size\":30000", "\"size\":2000");
    assertThat(overlap.at("/data/attributes/pairs/0/size").asInt()).isEqualTo(2_000);
    assertThat(overlap.at("/data/attributes/intersections").toString())
        .isEqualTo(
            ("[{'members':['%s'],'size':28000,'relativeSize':0.7},"
                    + "{'members':['%s','%s'],'size':2000,'relativeSize':0.05}]")
                .formatted(mails, mails, customers)
                .replace('\'', '"'));
    assertThat(
            manager
                .post(
                    "/v1/accounts/1/audiences/overlap",
                    "{'data':{'attributes':{'ids':['%s','%s','7']}}}".formatted(mails, mails))
                .text("/errors/0/instance"))
        .isEqualTo("@data/attributes/ids/2");
  }

  @Test
  void without_the_right_sizes_are_measured_and_few_users_are_not_told_of() {
    Client reader = api.as("reader");
    String body =
        "{'data':{'attributes':{'ids':['%s','%s']}}}"
            .formatted(mails, api.list("nobody", "CustomerId"));
    Answer overlap = reader.post("/v1/accounts/1/audiences/overlap", body);
    assertThat(overlap.at("/data/attributes").toString()).doesNotContain("\"size\"");
    assertThat(overlap.at("/data/attributes/sets/0/relativeSize").asDouble()).isBetween(0.7, 0.8);
    assertThat(overlap.at("/data/attributes/sets/1").has("relativeSize")).isFalse();
    assertThat(reader.post("/v1/accounts/1/audiences/overlap", body).at("/data"))
        .isEqualTo(overlap.at("/data"));
    String statistics = "/accounts/1/audience-segments/%s/contact-list";
    Answer many = reader.get(statistics.formatted(mails));
    assertThat(many.at("/data/attributes/numberOfIdentifiers").asInt()).isEqualTo(30_000);
    assertThat(many.at("/data/attributes/numberOfMatches").asInt()).isBetween(28_000, 30_000);
    String few = api.list("few", "Email");
    api.add(few, "'m1@example.com'");
    assertThat(reader.get(statistics.formatted(few)).at("/data/attributes").toString())
        .isEqualTo("{\"numberOfIdentifiers\":1,\"numberOfMatches\":null,\"matchRate\":null}");
    assertThat(
            manager.get(statistics.formatted(few)).at("/data/attributes/numberOfMatches").asInt())
        .isOne();
    api.compute();
    String snapshot = manager.get("/v1/snapshots").text("/data/0/id");
    assertThat(manager.get("/v1/snapshots/" + snapshot).body().toString()).contains("contentId");
    assertThat(reader.get("/v1/snapshots/" + snapshot).body().toString())
        .contains("numberOfIdentifiers")
        .doesNotContain("\"size\"", "numberOfMatches", "contentId");
  }
}
