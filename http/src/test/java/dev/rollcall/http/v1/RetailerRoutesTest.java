package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetailerRoutesTest {
  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private static void check(Answer answer, String publication, boolean graph, int users) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/data").toString().replace('"', '\''))
        .isEqualTo(
            "{'id':'11','type':'Retailer','attributes':{'name':'Retailer 11','publication':'%s','identityGraph':%s,'users':%d}}"
                .formatted(publication, graph, users));
  }

  private Answer publish(String attributes) {
    return api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{" + attributes + "}}}");
  }

  @Test
  void aCallerSeesTheRetailersOfItsAccounts() {
    assertThat(api.manager.get("/v1/retailers").ids()).containsExactly("11", "12");
    assertThat(api.stranger.get("/v1/retailers").ids()).containsExactly("11", "13");
    assertThat(api.manager.get("/v1/retailers?offset=1").ids()).containsExactly("12");
    check(api.manager.get("/v1/retailers/11"), "continuous", false, 0);
  }

  @Test
  void usersAreCountedWithAndWithoutAGraph() {
    String list = api.list("customers", "CustomerId");
    api.add(list, "'a'", "'b'");
    check(api.manager.get("/v1/retailers/11"), "continuous", false, 2);
    api.manager
        .with("content-type", "text/csv")
        .post("/v1/retailers/11/identities", "CustomerId\nb\nc\nd\n");
    check(api.manager.get("/v1/retailers/11"), "continuous", true, 3);
  }

  @Test
  void publicationIsContinuousOrScheduled() {
    check(publish("'publication':'scheduled','name':'Other'"), "scheduled", false, 0);
    check(api.manager.get("/v1/retailers/11"), "scheduled", false, 0);
    check(publish("'publication':'Continuous'"), "continuous", false, 0);
    assertThat(publish("'publication':'never'").problems())
        .containsExactly("invalid-value @data/attributes/publication");
    assertThat(publish("'publication':true").problems())
        .containsExactly("invalid-value @data/attributes/publication");
    assertThat(publish("").problems())
        .containsExactly("required-field @data/attributes/publication");
    assertThat(api.manager.patch("/v1/retailers/11", "[]").problems())
        .containsExactly("invalid-value");
    check(api.manager.get("/v1/retailers/11"), "continuous", false, 0);
  }
}
