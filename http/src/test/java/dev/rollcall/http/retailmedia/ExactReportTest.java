package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every refused identifier of an amendment, by its index. */
class ExactReportTest {
  private static final String[] REFUSED = {"''", "'  '", "null", "true", "{}", "'nobody'"};

  private final ApiHarness api = new ApiHarness();
  private final String list = api.list("mails", "Email");

  @AfterEach
  void close() {
    api.close();
  }

  private static String path(String list) {
    return "/2027-01/retail-media/audience-segments/" + list + "/contact-list/add-remove";
  }

  private Response add(String path, List<String> identifiers) {
    return api.manager
        .wire()
        .post(
            path,
            "{'data':{'attributes':{'operation':'add','identifiers':[%s]}}}"
                .formatted(String.join(",", identifiers)));
  }

  private JsonNode later(Response response) {
    return api.manager
        .get("/v1/operations/" + response.header(Response.OPERATION).orElseThrow())
        .at("/data/attributes");
  }

  private static List<Integer> indexes(JsonNode report) {
    List<Integer> indexes = new ArrayList<>();
    report.path("refused").forEach(one -> indexes.add(one.path("index").intValue()));
    return indexes;
  }

  @Test
  void those_beyond_the_sample_are_in_the_report_when_it_is_asked_for() {
    List<String> identifiers = new ArrayList<>(Collections.nCopies(30, "'nobody'"));
    identifiers.set(7, "'a@example.com'");
    Answer brief = Answer.of(add(path(list), identifiers));
    assertThat(brief.at("/data/sampleInvalidIdentifiers")).hasSize(10);
    assertThat(brief.body().has("report")).isFalse();
    Response response = add(path(list) + "?report=full", identifiers);
    JsonNode report = Answer.of(response).at("/report");
    assertThat(indexes(report)).hasSize(29).contains(0, 6, 8, 29).doesNotContain(7);
    assertThat(report.toString()).doesNotContain("nobody");
    assertThat(later(response).path("report")).isEqualTo(report);
  }

  @Test
  void the_counts_always_add_up() {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<String> identifiers = new ArrayList<>();
      List<Integer> refused = new ArrayList<>();
      for (int index = 0; index < random.nextInt(1, 200); index++) {
        boolean valid = random.nextBoolean();
        if (!valid) refused.add(index);
        identifiers.add(
            valid
                ? "'u" + random.nextInt(50) + "@example.com'"
                : REFUSED[random.nextInt(REFUSED.length)]);
      }
      Response response = add(path(list) + "?report=full", identifiers);
      Answer answer = Answer.of(response);
      assertThat(indexes(answer.at("/report"))).as("seed %d", seed).isEqualTo(refused);
      checkSum(answer.at("/report"), identifiers.size(), refused.size());
      checkSum(later(response), identifiers.size(), refused.size());
      assertThat(answer.at("/data/nbInvalidIdentifiers").intValue()).isEqualTo(refused.size());
      assertThat(answer.at("/data/nbValidIdentifiers").intValue())
          .isEqualTo(identifiers.size() - refused.size());
    }
  }

  private static void checkSum(JsonNode counts, int received, int invalid) {
    assertThat(counts.path("received").intValue()).isEqualTo(received);
    assertThat(counts.path("invalid").intValue()).isEqualTo(invalid);
    assertThat(counts.path("valid").intValue()).isEqualTo(received - invalid);
  }

  @Test
  void what_is_staged_for_a_replacement_is_reported_alike() {
    String replacements = "/v1/accounts/1/audience-segments/" + list + "/replace";
    String staged = replacements + "/" + api.manager.post(replacements, "").text("/data/id");
    List<String> identifiers = List.of("'a@example.com'", "''", "'nobody'");
    assertThat(Answer.of(add(staged + "/add-remove", identifiers)).body().has("report")).isFalse();
    Response response = add(staged + "/add-remove?report=full", identifiers);
    JsonNode report = Answer.of(response).at("/report");
    assertThat(report.path("refused").toString().replace('"', '\''))
        .isEqualTo(
            "[{'index':1,'code':'identifier-blank'},{'index':2,'code':'identifier-not-an-email'}]");
    checkSum(report, 3, 2);
    assertThat(later(response).path("report")).isEqualTo(report);
    assertThat(api.size(list)).isZero();
  }
}
