package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What became of an operation. */
class OperationRoutesTest {
  private final ApiHarness api = new ApiHarness();
  private final String list = api.list("customers", "CustomerId");

  @AfterEach
  void close() {
    api.close();
  }

  private String add(String value) {
    api.add(list, "'" + value + "'");
    return api.manager
        .get("/v1/accounts/1/audience-segments/" + list + "/history")
        .text("/data/0/id");
  }

  private Answer operation(String id) {
    return api.manager.get("/v1/operations/" + id);
  }

  private String snapshotOf(String computation) {
    return api.manager.get("/v1/computations/" + computation).text("/data/attributes/snapshotId");
  }

  @Test
  void when_it_was_accepted_and_that_it_is_folded_is_told() {
    Instant accepted = api.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Answer told = operation(add("a"));
    assertThat(told.text("/data/attributes/acceptedAt")).isEqualTo(accepted.toString());
    assertThat(told.at("/data/attributes/folded").booleanValue()).isTrue();
    assertThat(told.text("/data/attributes/liveAt")).isEqualTo(accepted.toString());
  }

  @Test
  void what_an_earlier_snapshot_published_again_does_not_reach_is_live_no_longer() {
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    String early = add("early");
    String first = snapshotOf(api.compute());
    String late = add("late");
    String second = snapshotOf(api.compute());
    checkLive(early, first);
    checkLive(late, second);
    api.manager.post("/v1/snapshots/" + first + "/publish", "");
    checkLive(early, first);
    Answer back = operation(late);
    assertThat(back.at("/data/attributes/folded").booleanValue()).isTrue();
    assertThat(back.at("/data/attributes/live").booleanValue()).isFalse();
    assertThat(back.at("/data/attributes/liveAt").isNull()).isTrue();
    assertThat(back.at("/data/attributes/snapshot").isNull()).isTrue();
    api.manager.post("/v1/snapshots/" + second + "/publish", "");
    checkLive(late, second);
  }

  private void checkLive(String id, String snapshot) {
    Answer told = operation(id);
    assertThat(told.at("/data/attributes/live").booleanValue()).isTrue();
    assertThat(told.text("/data/attributes/snapshot/id")).isEqualTo(snapshot);
    assertThat(told.text("/data/attributes/liveAt"))
        .isEqualTo(api.manager.get("/v1/snapshots/" + snapshot).text("/data/attributes/createdAt"));
  }
}
