package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryRoutesTest {
  private final ApiHarness api = new ApiHarness();
  private String list = "";
  private String path = "";

  @BeforeEach
  void make() {
    list = api.list("customers", "CustomerId");
    path = "/v1/accounts/1/audience-segments/" + list;
    api.add(list, "'a'", "'b'", "'c'", "'a'");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer amend(String at, String operation, String identifiers) {
    return api.manager.post(
        at + "/add-remove",
        "{'data':{'attributes':{'operation':'%s','identifiers':[%s]}}}"
            .formatted(operation, identifiers));
  }

  private String last() {
    return api.manager.get(path + "/history?limit=1").id();
  }

  @Test
  void an_operation_is_told_with_its_counts_newest_first() {
    amend("/audience-segments/" + list + "/contact-list", "remove", "'a','x',' '");
    Answer history = api.manager.get(path + "/history");
    assertThat(history.at("/meta/totalItems").intValue()).isEqualTo(2);
    assertThat(history.attribute("kind")).containsExactly("remove", "add");
    assertThat(history.attribute("applicationId")).containsOnly("101");
    Answer remove = api.manager.get("/v1/operations/" + history.text("/data/0/id"));
    String attributes = "/data/attributes";
    assertThat(remove.at(attributes + "/received").intValue()).isEqualTo(3);
    assertThat(remove.at(attributes + "/valid").intValue()).isEqualTo(2);
    assertThat(remove.at(attributes + "/invalid").intValue()).isEqualTo(1);
    assertThat(remove.at(attributes + "/added").intValue()).isZero();
    assertThat(remove.at(attributes + "/removed").intValue()).isEqualTo(1);
    assertThat(remove.at(attributes + "/sizeAfter").intValue()).isEqualTo(2);
    assertThat(remove.at(attributes + "/live").booleanValue()).isTrue();
    assertThat(remove.text(attributes + "/report/refused/0/code")).isEqualTo("identifier-blank");
    assertThat(remove.at(attributes + "/report/refused/0/index").intValue()).isEqualTo(2);
    assertThat(api.manager.get(path + "/history?offset=1&limit=1").attribute("kind"))
        .containsExactly("add");
  }

  @Test
  void an_operation_is_told_with_when_it_was_accepted() {
    Instant accepted = api.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    api.clock.pass(Duration.ofMinutes(7));
    amend("/audience-segments/" + list + "/contact-list", "remove", "'a'");
    assertThat(api.manager.get(path + "/history").attribute("acceptedAt"))
        .containsExactly(accepted.plus(Duration.ofMinutes(7)).toString(), accepted.toString());
  }

  @Test
  void a_report_names_every_refused_identifier_by_its_index() {
    Answer answer =
        api.manager.post(
            "/audience-segments/" + list + "/contact-list/add-remove?report=full",
            "{'data':{'attributes':{'operation':'add','identifiers':['ok','',null,{},7,'  ']}}}");
    assertThat(answer.at("/report/received").intValue()).isEqualTo(6);
    assertThat(answer.at("/report/valid").intValue()).isEqualTo(2);
    assertThat(answer.at("/report/invalid").intValue()).isEqualTo(4);
    assertThat(answer.at("/report/refused").toString())
        .isEqualTo(
            "[{'index':1,'code':'identifier-blank'},{'index':2,'code':'identifier-not-text'},{'index':3,'code':'identifier-not-text'},{'index':5,'code':'identifier-blank'}]"
                .replace('\'', '"'));
    assertThat(answer.at("/report/reasons/0/count").intValue()).isEqualTo(2);
    assertThat(answer.text("/report/reasons/1/remedy")).isNotBlank();
    Answer later = api.manager.get("/v1/operations/" + last());
    assertThat(later.at("/data/attributes/report")).isEqualTo(answer.at("/report"));
  }

  @Test
  void a_report_of_another_kind_is_refused_before_anything_is_done() {
    Answer answer =
        api.manager.post(
            "/audience-segments/" + list + "/contact-list/add-remove?report=all",
            "{'data':{'attributes':{'operation':'add','identifiers':['z']}}}");
    assertThat(answer.problems()).containsExactly("invalid-value @report");
    assertThat(api.size(list)).isEqualTo(3);
  }

  @Test
  void an_operation_of_another_account_is_as_unknown_as_none() {
    String id = last();
    Answer foreign = api.stranger.get("/v1/operations/" + id);
    Answer none = api.stranger.get("/v1/operations/999999");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.problems()).isEqualTo(none.problems());
    assertThat(foreign.details().getFirst())
        .isEqualTo(none.details().getFirst().replace("999999", id));
  }

  @Test
  void an_operation_is_undone_and_restored_by_others() {
    String added = last();
    amend("/audience-segments/" + list + "/contact-list", "remove", "'a'");
    Answer dry = api.manager.post(path + "/history/" + added + "/undo?dryRun=true", "");
    assertThat(dry.at("/data/attributes/removed").intValue()).isEqualTo(2);
    assertThat(dry.at("/data/attributes/operationId").isNull()).isTrue();
    assertThat(api.size(list)).isEqualTo(2);
    Answer undone = api.manager.post(path + "/history/" + added + "/undo", "");
    assertThat(undone.text("/data/attributes/operationId")).isEqualTo(last());
    assertThat(api.size(list)).isZero();
    Answer restored =
        api.manager.post(
            path + "/restore", "{'data':{'attributes':{'operation':'" + added + "'}}}");
    assertThat(restored.at("/data/attributes/added").intValue()).isEqualTo(3);
    assertThat(api.size(list)).isEqualTo(3);
    assertThat(api.manager.get(path + "/history").attribute("kind"))
        .containsExactly("restore", "undo", "remove", "add");
    Answer comparison = api.manager.get(path + "/compare?from=" + added);
    assertThat(comparison.at("/data/attributes/added").intValue()).isZero();
    assertThat(comparison.at("/data/attributes/removed").intValue()).isZero();
  }

  @Test
  void a_moment_is_a_time_or_an_operation() {
    String now = api.clock.instant().toString();
    api.clock.pass(Duration.ofHours(1));
    api.add(list, "'d'");
    Answer comparison = api.manager.get(path + "/compare?from=" + now);
    assertThat(comparison.at("/data/attributes/added").intValue()).isEqualTo(1);
    Answer restored =
        api.manager.post(path + "/restore", "{'data':{'attributes':{'asOf':'" + now + "'}}}");
    assertThat(restored.at("/data/attributes/removed").intValue()).isEqualTo(1);
    assertThat(api.manager.get(path + "/compare").at("/data/attributes/added").intValue())
        .isEqualTo(3);
    assertThat(api.manager.get(path + "/compare?from=yesterday").problems())
        .containsExactly("invalid-value @from");
    assertThat(api.manager.post(path + "/restore", "{'data':{'attributes':{}}}").problems())
        .containsExactly("invalid-value @data/attributes");
  }

  @Test
  void a_restore_is_previewed_and_any_two_moments_are_compared() {
    String full = last();
    amend("/audience-segments/" + list + "/contact-list", "remove", "'a','b'");
    String emptied = last();
    api.add(list, "'d'");
    Answer dry =
        api.manager.post(
            path + "/restore?dryRun=true", "{'data':{'attributes':{'operation':'" + full + "'}}}");
    assertThat(dry.at("/data/attributes/operationId").isNull()).isTrue();
    checkCounts(dry, 2, 1, 2, 3);
    assertThat(api.size(list)).isEqualTo(2);
    assertThat(api.manager.get(path + "/history").attribute("kind"))
        .containsExactly("add", "remove", "add");
    Answer comparison = api.manager.get(path + "/compare?from=" + full + "&to=" + emptied);
    assertThat(comparison.text("/data/attributes/fromOperation")).isEqualTo(full);
    assertThat(comparison.text("/data/attributes/toOperation")).isEqualTo(emptied);
    checkCounts(comparison, 0, 2, 3, 1);
    checkCounts(api.manager.get(path + "/compare?from=" + emptied + "&to=" + full), 2, 0, 1, 3);
  }

  private static void checkCounts(
      Answer answer, int added, int removed, int sizeBefore, int sizeAfter) {
    assertThat(answer.at("/data/attributes/added").intValue()).isEqualTo(added);
    assertThat(answer.at("/data/attributes/removed").intValue()).isEqualTo(removed);
    assertThat(answer.at("/data/attributes/sizeBefore").intValue()).isEqualTo(sizeBefore);
    assertThat(answer.at("/data/attributes/sizeAfter").intValue()).isEqualTo(sizeAfter);
  }

  @Test
  void history_is_told_as_far_back_as_it_is_set() {
    String old = last();
    api.clock.pass(ApiHarness.HISTORY.plusDays(1));
    assertThat(api.manager.get(path + "/history").ids()).isEmpty();
    Answer gone = api.manager.get("/v1/operations/" + old);
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.problems()).containsExactly("history-gone");
  }

  @Test
  void an_operation_of_a_scheduled_retailer_is_live_with_the_snapshot_that_reaches_it() {
    String id = last();
    api.manager.patch("/v1/retailers/11", "{'data':{'attributes':{'publication':'scheduled'}}}");
    Answer live = api.manager.get("/v1/operations/" + id);
    assertThat(live.at("/data/attributes/live").booleanValue()).isTrue();
    assertThat(live.text("/data/attributes/snapshot/id")).isNotBlank();
    api.add(list, "'d'");
    String waiting = last();
    assertThat(
            api.manager.get("/v1/operations/" + waiting).at("/data/attributes/live").booleanValue())
        .isFalse();
    api.compute();
    Answer published = api.manager.get("/v1/operations/" + waiting);
    assertThat(published.at("/data/attributes/live").booleanValue()).isTrue();
    assertThat(published.text("/data/attributes/liveAt"))
        .isEqualTo(published.text("/data/attributes/snapshot/createdAt"));
    assertThat(api.manager.get("/v1/operations/" + id).text("/data/attributes/snapshot/id"))
        .isEqualTo(live.text("/data/attributes/snapshot/id"));
  }

  @Test
  void a_list_is_replaced_at_once() {
    String replacement = api.manager.post(path + "/replace", "").text("/data/id");
    String one = path + "/replace/" + replacement;
    amend(one, "add", "'b','c','d',''");
    assertThat(api.size(list)).isEqualTo(3);
    Answer preview = api.manager.get(one);
    assertThat(preview.at("/data/attributes/added").intValue()).isEqualTo(1);
    assertThat(preview.at("/data/attributes/unchanged").intValue()).isEqualTo(2);
    assertThat(preview.at("/data/attributes/removesTooMuch").booleanValue()).isTrue();
    Answer guarded = api.manager.post(one + "/commit", "");
    assertThat(guarded.status()).isEqualTo(409);
    assertThat(guarded.problems()).containsExactly("replacement-removes-too-much");
    Answer committed = api.manager.post(one + "/commit?force=true", "");
    assertThat(committed.text("/data/attributes/operationId")).isEqualTo(last());
    assertThat(api.size(list)).isEqualTo(3);
    assertThat(amend(one, "add", "'e'").problems()).containsExactly("replacement-closed");
    String other = api.manager.post(path + "/replace", "").text("/data/id");
    assertThat(api.manager.send("DELETE", path + "/replace/" + other, new byte[0]).status())
        .isEqualTo(204);
    assertThat(api.manager.get(path + "/replace/" + other).problems())
        .containsExactly("replacement-not-found");
  }
}
