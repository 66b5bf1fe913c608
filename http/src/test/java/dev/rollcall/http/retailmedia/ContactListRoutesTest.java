package dev.rollcall.http.retailmedia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.http.Answer;
import dev.rollcall.http.ApiHarness;
import dev.rollcall.http.Version;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clearing and counting contact lists. */
class ContactListRoutesTest {
  private final ApiHarness api = new ApiHarness();
  private final String customers = api.list("customers", "CustomerId");

  @AfterEach
  void close() {
    api.close();
  }

  private static String clear(String segmentId) {
    return "/audience-segments/" + segmentId + "/contact-list/clear";
  }

  private static String statistics(String segmentId) {
    return "/accounts/1/audience-segments/" + segmentId + "/contact-list";
  }

  @Test
  void clearingIsAnsweredWith201AndNothingElse() {
    for (Version version : Version.values()) {
      api.add(customers, "'a'", "'b'");
      Answer cleared = api.manager.speaking(version).send("POST", clear(customers), new byte[0]);
      assertThat(cleared.status()).isEqualTo(201);
      assertThat(cleared.body()).isEmpty();
      assertThat(api.size(customers)).isZero();
    }
    assertThat(api.manager.post("/accounts/1/audience-segments/search", "{}").ids())
        .containsExactly(customers);
    api.add(customers, "'c'");
    assertThat(api.size(customers)).isEqualTo(1);
  }

  @Test
  void clearingLooksAtNoBody() {
    for (String body : new String[] {"", "{}", "not json"})
      assertThat(
              api.manager
                  .with("content-type", "text/plain")
                  .send("POST", clear(customers), body.getBytes(StandardCharsets.UTF_8))
                  .status())
          .isEqualTo(201);
  }

  @Test
  void aListOfAnotherAccountIsAsUnknownAsOneThatNeverWas() {
    api.add(customers, "'a'");
    checkUnknown(api.stranger.post(clear(customers), ""), api.stranger.post(clear("424242"), ""));
    checkUnknown(
        api.stranger.get("/accounts/2" + "/audience-segments/" + customers + "/contact-list"),
        api.stranger.get("/accounts/2/audience-segments/424242/contact-list"));
    checkUnknown(api.manager.get(statistics("x")), api.manager.get(statistics("-7")));
    assertThat(api.size(customers)).isEqualTo(1);
  }

  private void checkUnknown(Answer foreign, Answer unknown) {
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.problems()).containsExactly("segment-not-found");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.problems()).containsExactly("segment-not-found");
    assertThat(foreign.details().getFirst().replace(customers, "424242"))
        .isEqualTo(unknown.details().getFirst());
  }

  private void checkStatistics(int identifiers, int matches, double rate) {
    for (Version version : Version.values()) {
      Answer answer = api.manager.speaking(version).get(statistics(customers));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.at("/data").toString().replace('"', '\''))
          .isEqualTo(
              "{'id':'%s','type':'ContactListStatistics','attributes':{'numberOfIdentifiers':%d,'numberOfMatches':%d,'matchRate':%s}}"
                  .formatted(customers, identifiers, matches, rate));
    }
  }

  @Test
  void statisticsCountWhatIsOnTheListAndWhatTheRetailerKnows() {
    checkStatistics(0, 0, 0.0);
    api.add(customers, "'a'", "'b'", "'c'", "'a'", "' b '");
    checkStatistics(3, 3, 100.0);
    know("CustomerId,Email\na,a@example.com\nz,z@example.com\n");
    checkStatistics(3, 1, 100.0 / 3);
    know("CustomerId\nb\n");
    checkStatistics(3, 2, 200.0 / 3);
    api.add(customers, "'d'");
    checkStatistics(4, 2, 50.0);
    api.manager.post(clear(customers), "");
    checkStatistics(0, 0, 0.0);
  }

  private void know(String csv) {
    Answer taken =
        api.manager
            .with("content-type", "text/csv")
            .send("POST", "/v1/retailers/11/identities", csv.getBytes(StandardCharsets.UTF_8));
    assertThat(taken.problems()).isEmpty();
  }

  @Test
  void anAddressKnownInPlainIsOneIdentifierInAllItsForms() {
    String mails = api.list("mails", "Email");
    know("Email\njohn.doe@gmail.com\n");
    api.add(
        mails,
        "'JOHN.DOE@gmail.com'",
        "'e13743a7f1db7f4246badd6fd6ff54ff'",
        "'375320dd9ae7ed408002f3768e16cb5f28c861062fd50dff9a3bff62e9dce4ef'",
        "'000e3171a5110c35c69d060112bd0ba55d9631c7c2ec93f1840e4570095b263a'",
        "'jane.doe@gmail.com'");
    Answer answer = api.manager.get(statistics(mails));
    assertThat(answer.at("/data/attributes/numberOfIdentifiers").intValue()).isEqualTo(2);
    assertThat(answer.at("/data/attributes/numberOfMatches").intValue()).isEqualTo(1);
  }

  @Test
  void theListOfADeletedSegmentIsGone() {
    api.add(customers, "'a'");
    api.manager.post(
        "/accounts/1/audience-segments/delete", "{'data':[{'id':'" + customers + "'}]}");
    assertThat(api.manager.get(statistics(customers)).problems())
        .containsExactly("segment-not-found");
    assertThat(api.add(customers, "'b'").problems()).containsExactly("segment-not-found");
  }
}
