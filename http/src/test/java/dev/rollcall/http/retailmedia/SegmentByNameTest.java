package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentByNameTest {
  private static final String BY_NAME = "/v1/accounts/1/audience-segments/by-name/";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private Answer ensure(String name, String retailer, String type) {
    return api.manager.put(
        BY_NAME + name,
        "{'data':{'attributes':{'retailerId':'%s','contactList':{'identifierType':'%s'}}}}"
            .formatted(retailer, type));
  }

  @Test
  void aNameLeadsToOneSegmentHoweverOftenItIsAsked() {
    Answer made = ensure("Caf%C3%A9%2F1+1", "11", "Email");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/data/attributes/name")).isEqualTo("Café/1+1");
    Answer again = ensure("%20Caf%C3%A9%2F1+1%09", "11", "email");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/data")).isEqualTo(made.at("/data"));
    assertThat(ensure("caf%C3%A9%2F1+1", "11", "Email").status()).as("another name").isEqualTo(201);
  }

  @Test
  void theOneThatIsThereKeepsItsDescription() {
    String body =
        "{'data':{'attributes':{'retailerId':'11','description':'%s','contactList':{'identifierType':'Email'}}}}";
    assertThat(api.manager.put(BY_NAME + "one", body.formatted("first")).status()).isEqualTo(201);
    assertThat(
            api.manager
                .put(BY_NAME + "one", body.formatted("second"))
                .text("/data/attributes/description"))
        .isEqualTo("first");
  }

  @Test
  void aSegmentOfAnotherRetailerOrTypeIsToldToDiffer() {
    String id = ensure("one", "11", "Email").id();
    for (Answer answer : List.of(ensure("one", "12", "Email"), ensure("one", "11", "CustomerId"))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.problems()).containsExactly("segment-differs");
      assertThat(answer.details().getFirst()).contains(id);
    }
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    checkRefused(ensure("%20", "11", "Email"), "name-must-not-be-empty");
    checkRefused(ensure("x".repeat(257), "11", "Email"), "name-too-long");
    checkRefused(ensure("one", "13", "Email"), "retailer-not-found");
    checkRefused(
        ensure("one", "11", "Letter"), "invalid-value @data/attributes/contactList/identifierType");
    checkRefused(api.manager.put(BY_NAME + "one", "{}"), "required-field @data/attributes");
    checkRefused(
        api.manager.put(BY_NAME + "one", "{'data':{'attributes':{'retailerId':'11'}}}"),
        "segment-type-required @data/attributes");
    assertThat(api.manager.post("/accounts/1/audience-segments/search", "{}").ids()).isEmpty();
  }

  private static void checkRefused(Answer answer, String problem) {
    assertThat(answer.problems()).containsExactly(problem);
  }

  @Test
  void ofSixteenWhoAskForOneNameOneMakesTheSegmentAndAllGetIt() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String name = "shared" + round;
        List<Callable<Answer>> asking = new ArrayList<>();
        for (int i = 0; i < 16; i++) asking.add(() -> ensure(name, "11", "Email"));
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : clients.invokeAll(asking)) answers.add(answer.get());
        assertThat(answers.stream().map(Answer::status))
            .containsOnlyOnce(201)
            .containsOnly(200, 201);
        Set<String> ids = answers.stream().map(Answer::id).collect(Collectors.toSet());
        assertThat(ids).hasSize(1);
      }
    }
  }

  @Test
  void aSearchFindsWholeNamesTrimmedAndBesideOtherFilters() {
    String one = api.list("one", "Email");
    String two = api.list(12, "two", "Email");
    assertThat(found("'names':[' two ','one']")).containsExactly(one, two);
    assertThat(found("'names':['one','two'],'retailerIds':['12']")).containsExactly(two);
    assertThat(found("'names':['on','One']")).isEmpty();
    String loyal = api.audience("loyal", "{'audienceSegmentId':'" + one + "'}");
    assertThat(
            api.manager
                .post(
                    "/accounts/1/audiences/search", "{'data':{'attributes':{'names':['loyal ']}}}")
                .ids())
        .containsExactly(loyal);
  }

  private List<String> found(String filters) {
    return api.manager
        .post("/accounts/1/audience-segments/search", "{'data':{'attributes':{" + filters + "}}}")
        .ids();
  }
}
