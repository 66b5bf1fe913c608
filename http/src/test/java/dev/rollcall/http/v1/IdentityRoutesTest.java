package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityRoutesTest {
  private static final String PATH = "/v1/retailers/11/identities";

  private final ApiHarness api = new ApiHarness();

  @AfterEach
  void close() {
    api.close();
  }

  private Answer csv(String text) {
    return send("text/csv; charset=utf-8", text);
  }

  private Answer ndjson(String text) {
    return send("application/x-ndjson", text.replace('\'', '"'));
  }

  private Answer send(String contentType, String text) {
    return api.manager
        .with("content-type", contentType)
        .send("POST", PATH, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void check(
      Answer answer, int rows, int users, int identifiers, int invalid, String... problems) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/data/type")).isEqualTo("IdentityImport");
    assertThat(answer.at("/data/attributes/rows").intValue()).as("rows").isEqualTo(rows);
    assertThat(answer.at("/data/attributes/users").intValue()).as("users").isEqualTo(users);
    assertThat(answer.at("/data/attributes/refusedRows").intValue())
        .as("refused")
        .isEqualTo(rows - users);
    assertThat(answer.at("/data/attributes/identifiers").intValue())
        .as("identifiers")
        .isEqualTo(identifiers);
    assertThat(answer.at("/data/attributes/invalidIdentifiers").intValue())
        .as("invalid")
        .isEqualTo(invalid);
    assertThat(answer.problems()).containsExactly(problems);
    assertThat(answer.body().toString()).doesNotContain("example.org");
  }

  @Test
  void csvHasAColumnATypeAndALineAUser() {
    check(
        csv(
            "CustomerId,Email,email\nc1,a@example.org|b@example.org,c@example.org\nc2,,\n\"c3\",\"\",d@example.org\n"),
        3,
        3,
        7,
        0);
    check(csv("CustomerId\r\nc1\r\n\r\nc4\r\n"), 2, 2, 2, 0);
    check(csv("madid, PhoneNumber \nx,+1 234 567 8910\n"), 1, 1, 2, 0);
    check(csv("CustomerId\n"), 0, 0, 0, 0);
    check(
        csv("CustomerId,Email\nc5,not an address\n,\n,also not\nc6,e@example.org,more\n"),
        4,
        2,
        3,
        2,
        "invalid-value @line/2",
        "invalid-value @line/3",
        "invalid-value @line/4",
        "invalid-value @line/5");
  }

  @Test
  void csvThatCannotBeReadAppliesNothing() {
    checkRefused(csv(""), "invalid-value @line/1");
    checkRefused(csv("CustomerId,Shoe\nc1,9\n"), "invalid-value @line/1");
    checkRefused(csv("c1,a@example.org\n"), "invalid-value @line/1");
    checkRefused(csv("CustomerId\nc1\n\"c2"), "invalid-value @line/3");
    checkRefused(csv("CustomerId\n" + "c\n".repeat(50_001)), "bulk-limit-exceeded");
    checkRefused(csv("CustomerId\n" + "c|".repeat(1_000_001)), "bulk-limit-exceeded");
  }

  private void checkRefused(Answer answer, String problem) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problems()).containsExactly(problem);
    assertThat(api.log.position()).as("nothing is applied").isZero();
  }

  @Test
  void ndjsonHasAnObjectAUser() {
    String one =
        "{'identifiers':[{'type':'CustomerId','value':'c1'},{'type':'email','value':'a@example.org'}],'unknown':1}\n";
    check(ndjson(one + "\n" + one.replace("c1", "c2").replace("a@", "b@")), 2, 2, 4, 0);
    check(ndjson("{'identifiers':[{'type':'CustomerId','value':17}]}"), 1, 1, 1, 0);
    check(ndjson(""), 0, 0, 0, 0);
    check(
        ndjson(
            "{'identifiers':[{'type':'Email','value':'no address'},{'type':'CustomerId','value':'c3'}]}\nnot json\n[]\n{'identifiers':[]}\n{'identifiers':[{'type':'Shoe','value':'a@example.org'}]}\n{}\n{'identifiers':[null]}\n"),
        7,
        1,
        1,
        1,
        "invalid-value @line/1",
        "invalid-value @line/2",
        "invalid-value @line/3",
        "invalid-value @line/4",
        "invalid-value @line/5",
        "invalid-value @line/6",
        "invalid-value @line/7");
    check(
        ndjson("{'identifiers':[{'type':'CustomerId','value':'c4'},{'type':'Shoe','value':'9'}]}"),
        1,
        0,
        0,
        0,
        "invalid-value @line/1");
    assertThat(ndjson(one.repeat(50_001)).problems()).containsExactly("bulk-limit-exceeded");
  }

  @Test
  void theSameRowsAgainChangeNothing() {
    csv("CustomerId,Email\nc1,a@example.org\nc2,b@example.org\n");
    csv("CustomerId,Email\nc2,b@example.org\nc1,a@example.org\n");
    assertThat(api.manager.get("/v1/retailers/11").at("/data/attributes/users").intValue())
        .isEqualTo(2);
  }

  @Test
  void aBodyIsCsvOrNdjsonAndMayBeCompressed() {
    assertThat(send("application/json", "{}").status()).isEqualTo(415);
    check(
        api.manager.with("content-type", "text/csv").postGzip(PATH, "CustomerId\nc1\n"),
        1,
        1,
        1,
        0);
  }
}
