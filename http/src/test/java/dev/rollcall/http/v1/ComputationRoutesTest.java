package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Computations, and the snapshots they make. */
class ComputationRoutesTest {
  private final ApiHarness api = new ApiHarness();
  private final String customers = api.list("customers", "CustomerId");
  private final String loyal = api.audience("loyal", "{'audienceSegmentId':'" + customers + "'}");

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aComputationIsAcceptedAndTellsWhatBecameOfIt() {
    api.add(customers, "'a'", "'b'");
    Wire wire = api.manager.wire();
    var accepted = wire.send("POST", "/v1/computations", new byte[0]);
    Answer answer = Answer.of(accepted);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(accepted.header("location")).contains("/v1/computations/" + answer.id());
    assertThat(answer.text("/data/type")).isEqualTo("Computation");
    assertThat(answer.text("/data/attributes/trigger")).isEqualTo("manual");
    assertThat(answer.text("/data/attributes/state")).isEqualTo("queued");

    Answer finished = api.manager.get("/v1/computations/" + api.compute());
    assertThat(finished.text("/data/attributes/state")).isEqualTo("succeeded");
    assertThat(finished.text("/data/attributes/cutOff"))
        .isEqualTo(Long.toString(api.log.position()));
    assertThat(finished.text("/data/attributes/snapshotId")).matches("\\d+");
    assertThat(finished.at("/data/attributes/durationMs").isIntegralNumber()).isTrue();
    assertThat(finished.at("/data/attributes/counts/audiences").intValue()).isEqualTo(1);
    assertThat(finished.at("/data/attributes/failure").isNull()).isTrue();
    for (String time : List.of("requestedAt", "startedAt", "finishedAt"))
      assertThat(finished.text("/data/attributes/" + time)).endsWith("Z");
  }

  @Test
  void computationsAreListedNewestFirst() {
    String first = api.compute();
    String second = api.compute();
    List<String> ids = api.manager.get("/v1/computations").ids();
    assertThat(ids).containsSubsequence(second, first);
    assertThat(api.manager.get("/v1/computations?limit=1").ids()).containsExactly(second);
    assertThat(api.manager.get("/v1/computations?limit=501").problems())
        .containsExactly("invalid-paging @limit");
    for (String unknown : List.of("7", "x", loyal)) {
      Answer answer = api.manager.get("/v1/computations/" + unknown);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.problems()).containsExactly("computation-not-found");
    }
  }

  private String snapshotOf(String computation) {
    return api.manager.get("/v1/computations/" + computation).text("/data/attributes/snapshotId");
  }

  @Test
  void aSnapshotTellsSizesOfTheCallersAccountsAlone() {
    api.add(customers, "'a'", "'b'");
    String id = snapshotOf(api.compute());
    Answer snapshot = api.manager.get("/v1/snapshots/" + id);
    assertThat(snapshot.text("/data/type")).isEqualTo("Snapshot");
    assertThat(snapshot.at("/data/attributes/published").booleanValue()).isTrue();
    assertThat(snapshot.text("/data/attributes/createdAt")).endsWith("Z");
    String shop = "/data/attributes/retailers/0";
    assertThat(snapshot.text(shop + "/retailerId")).isEqualTo("11");
    assertThat(snapshot.text(shop + "/segments/0/audienceSegmentId")).isEqualTo(customers);
    assertThat(snapshot.at(shop + "/segments/0/numberOfIdentifiers").intValue()).isEqualTo(2);
    assertThat(snapshot.text(shop + "/audiences/0/audienceId")).isEqualTo(loyal);
    assertThat(snapshot.at(shop + "/audiences/0/size").intValue()).isEqualTo(2);
    assertThat(snapshot.at(shop + "/audiences/0/channels").toString()).isEqualTo("[\"Onsite\"]");
    Answer foreign = api.stranger.get("/v1/snapshots/" + id);
    assertThat(foreign.body().toString())
        .doesNotContain(customers)
        .doesNotContain("\"" + loyal + "\"");
  }

  @Test
  void anEarlierSnapshotCanBePublishedAgain() {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    String first = snapshotOf(api.compute());
    api.add(customers, "'late'");
    String second = snapshotOf(api.compute());
    checkLookup(second, 1);
    Answer published = api.manager.send("POST", "/v1/snapshots/" + first + "/publish", new byte[0]);
    assertThat(published.id()).isEqualTo(first);
    assertThat(published.at("/data/attributes/published").booleanValue()).isTrue();
    checkLookup(first, 0);
    Answer list = api.manager.get("/v1/snapshots");
    assertThat(list.ids()).containsSubsequence(second, first);
    list.at("/data")
        .forEach(one ->
            assertThat(one.at("/attributes/published").booleanValue())
                .isEqualTo(one.path("id").stringValue().equals(first)));
    for (String unknown : List.of("7", "x", loyal)) {
      assertThat(api.manager.get("/v1/snapshots/" + unknown).problems())
          .containsExactly("snapshot-not-found");
      assertThat(api.manager.post("/v1/snapshots/" + unknown + "/publish", "").status())
          .isEqualTo(404);
    }
  }

  private void checkLookup(String snapshot, int audiences) {
    Answer found =
        api.manager.post(
            "/v1/retailers/11/lookup",
            "{'data':{'attributes':{'identifiers':[{'type':'CustomerId','value':'late'}]}}}");
    assertThat(found.text("/data/attributes/snapshotId")).isEqualTo(snapshot);
    assertThat(found.at("/data/attributes/audienceIds")).hasSize(audiences);
  }
}
