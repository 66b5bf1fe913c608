package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code explain} and {@code explanations} on a server. */
class ExplainOnServerTest {
  @TempDir private Path folder;
  private RunningServer server;
  private String account;
  private String coffee;
  private String tea;
  private String both;

  @BeforeEach
  void fill() throws IOException {
    server = new RunningServer(folder);
    account = "--account=" + server.accountId();
    Wire wire = server.signIn();
    String retailer = server.retailerId();
    coffee = wire.createSegment(server.accountId(), retailer, "Coffee", "Email");
    tea = wire.createSegment(server.accountId(), retailer, "Tea", "Email");
    wire.amend(coffee, "add", List.of("a@x.com", "b@x.com"));
    wire.amend(tea, "add", List.of("b@x.com"));
    List<Map<String, String>> lists =
        List.of(Map.of("audienceSegmentId", coffee), Map.of("audienceSegmentId", tea));
    both = wire.createAudience(server.accountId(), retailer, "Both", Map.of("and", lists));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String[] explain(String value) {
    return new String[] {"explain", account, "--audience", both, "--type=Email", value};
  }

  @Test
  void a_verdict_is_drawn_with_the_operations_it_comes_from() {
    assertThat(server.run(explain("B@x.com")).lines())
        .satisfiesExactly(
            verdict -> assertThat(verdict).isEqualTo("yes audience \"Both\", as of operation 2"),
            and -> assertThat(and).isEqualTo("  yes and"),
            first ->
                assertThat(first)
                    .matches(
                        "    yes %s \"Coffee\": add at \\S+Z \\(operation 1\\)".formatted(coffee)),
            second ->
                assertThat(second)
                    .matches("    yes %s \"Tea\": add at \\S+Z \\(operation 2\\)".formatted(tea)),
            advice ->
                assertThat(advice).startsWith("The shopper is in the audience. It would turn by"));
    CommandLineRun typed = server.tryToRun("\na@x.com\n", explain("-"));
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out())
        .startsWith("no  audience \"Both\"")
        .contains("no  %s \"Tea\": never named".formatted(tea))
        .contains("by adding the shopper to segment \"Tea\" (" + tea + ").");
    assertThat(server.run(explain("stranger@x.com")))
        .endsWith("Nobody is known by this identifier: unknown to the retailer, and on no list.\n");
  }

  @Test
  void who_asked_is_listed_the_latest_first_and_never_the_identifier() {
    assertThat(server.run("explanations", account))
        .isEqualTo("ASKED  APPLICATION  AUDIENCE  TYPE  SUBJECT KEY\n");
    for (String value : List.of("a@x.com", "b@x.com", "A@X.com")) server.run(explain(value));
    List<String> lines = server.run("explanations", account).lines().toList();
    assertThat(lines).hasSize(4).noneMatch(line -> line.contains("@"));
    assertThat(lines.subList(1, 4))
        .allMatch(line -> line.matches("\\S+Z +\\d+ +" + both + " +Email  [0-9a-f]{32}"));
    JsonNode all = JsonMapper.shared().readTree(server.run("explanations", account, "--json"));
    assertThat(key(all, 0)).isEqualTo(key(all, 2)).isNotEqualTo(key(all, 1));
    JsonNode one =
        JsonMapper.shared().readTree(server.run("explanations", account, "--limit=1", "--json"));
    assertThat(one).hasSize(1);
    assertThat(one.path(0)).isEqualTo(all.path(0));
  }

  private static String key(JsonNode asked, int line) {
    return asked.path(line).path("attributes").path("subjectKey").asString();
  }

  @Test
  void bad_questions_say_what_is_wrong_and_are_on_no_trail() {
    String identifier = "invalid-value: data.attributes.identifier.";
    assertThat(server.refused(explain("nonsense")))
        .startsWith(identifier + "value is no Email. Send an address")
        .doesNotContain("nonsense");
    assertThat(server.refused("explain", account, "--audience", both, "--type=Mail", "a@x.com"))
        .isEqualTo(identifier + "type must be an identifier type");
    assertThat(server.refused("explain", account, "--audience=9", "--type=Email", "a@x.com"))
        .isEqualTo("audience-not-found: there is no audience 9 in the account");
    assertThat(server.refused(explain("-"))).isEqualTo("there is no identifier on standard input");
    assertThat(server.refused("explanations", account, "--limit=501"))
        .isEqualTo("invalid-paging: limit must be a whole number, 0 to 500");
    assertThat(server.refused("explanations", "--account=9")).startsWith("permission-denied: ");
    assertThat(server.run("explanations", account)).hasLineCount(1);
  }
}
