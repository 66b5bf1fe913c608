package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code sizes}, {@code estimate} and {@code overlap} on a server. */
class SizesOnServerTest {
  @TempDir private Path folder;
  private RunningServer server;
  private String account;
  private String coffee;
  private String tea;
  private String loyal;
  private String both;

  /** Three are on the list for coffee, two on that for tea, one on both; a fifth has a card. */
  @BeforeEach
  void fill() throws IOException {
    server = new RunningServer(folder);
    account = "--account=" + server.accountId();
    Wire wire = server.signIn();
    coffee = list(wire, "Coffee", "Email", "a@x.com", "b@x.com", "c@x.com");
    tea = list(wire, "Tea", "Email", "c@x.com", "d@x.com");
    loyal = list(wire, "Loyal", "CustomerId", "C5");
    both =
        wire.createAudience(
            server.accountId(),
            server.retailerId(),
            "Both",
            Map.of("and", List.of(in(coffee), in(tea))));
  }

  private String list(Wire wire, String name, String type, String... identifiers)
      throws IOException {
    String id = wire.createSegment(server.accountId(), server.retailerId(), name, type);
    wire.amend(id, "add", List.of(identifiers));
    return id;
  }

  private static Map<String, String> in(String segment) {
    return Map.of("audienceSegmentId", segment);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void sizes_of_segments_and_of_audiences_are_told_by_channel() {
    assertThat(sizes("Offsite", "--segment", coffee, "--segment", tea, "--segment", loyal))
        .isEqualTo(
            """
            ID    USERS  OF ALL
            %s  3      60.0000%%
            %s  2      40.0000%%
            %s  0      0.0000%%
            """
                .formatted(coffee, tea, loyal));
    assertThat(sizes("Onsite", "--segment", loyal)).contains(loyal + "  1      20.0000%");
    assertThat(sizes("Offsite", "--audience", both, "--json").strip())
        .isEqualTo(
            "[{'id':'%s','type':'AudienceSize','attributes':{'size':1,'relativeSize':0.2}}]"
                .formatted(both)
                .replace('\'', '"'));
  }

  private String sizes(String channel, String... more) {
    return server.run(command(List.of("sizes", account, "--channel", channel), more));
  }

  private static String[] command(List<String> start, String... more) {
    return Stream.concat(start.stream(), List.of(more).stream()).toArray(String[]::new);
  }

  @Test
  void an_id_without_a_size_leaves_the_others_theirs() {
    CommandLineRun run =
        server.tryToRun(
            "", "sizes", account, "--channel=Offsite", "--segment", "9", "--segment", tea);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("segment-not-found: there is no segment 9 in the account");
    assertThat(run.out()).contains(tea + "  2      40.0000%");
  }

  @Test
  void sizes_say_what_is_wrong_with_the_question() {
    assertThat(server.refused("sizes", account, "--channel=Sideways", "--segment", tea))
        .isEqualTo("invalid-value: data.attributes.channel must be Onsite or Offsite");
    assertThat(server.refused("sizes", "--account=9", "--channel=Onsite", "--segment", tea))
        .startsWith("permission-denied: ");
    misused("(--segment=ID", "sizes", account, "--channel=Onsite");
    misused(
        "mutually exclusive",
        "sizes",
        account,
        "--channel=Onsite",
        "--segment",
        tea,
        "--audience",
        both);
    misused("'--segment' (ID): 'x'", "sizes", account, "--channel=Onsite", "--segment=x");
  }

  private void misused(String message, String... line) {
    CommandLineRun run = server.tryToRun("", line);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  @Test
  void an_estimate_is_what_the_audience_would_have() {
    String algebra =
        "{\"or\":[{\"audienceSegmentId\":\"%s\"},{\"audienceSegmentId\":\"%s\"}]}"
            .formatted(coffee, tea);
    assertThat(server.run(estimate("Offsite", algebra)))
        .isEqualTo(
            """
            USERS  OF ALL
            4      80.0000%
            """);
    CommandLineRun typed = server.tryToRun(algebra, estimate("Offsite", "-", "--json"));
    assertThat(typed.out().strip())
        .isEqualTo(
            "{\"type\":\"AudienceSizeEstimation\",\"attributes\":{\"size\":4,\"relativeSize\":0.8}}");
  }

  private String[] estimate(String channel, String... more) {
    return command(
        List.of("estimate", account, "--retailer", server.retailerId(), "--channel", channel),
        more);
  }

  @Test
  void an_estimate_says_what_is_wrong_with_the_algebra() {
    String known = "{\"audienceSegmentId\":\"" + tea + "\"}";
    assertThat(server.refused(estimate("Offsite", "{\"or\":")))
        .startsWith("ALGEBRA must be JSON: ");
    assertThat(server.refused(estimate("Offsite", "")))
        .isEqualTo("required-field: data.attributes.algebra is required");
    assertThat(server.refused(estimate("Offsite", "{\"or\":[" + known + ",{\"nor\":[]}]}")))
        .startsWith("algebra-invalid-node: data.attributes.algebra.or[1] must have exactly one of");
    assertThat(server.refused(estimate("Offsite", "{\"not\":" + known + "}")))
        .startsWith("audience-size-unbounded: ");
    assertThat(server.refused(estimate("Offsite", known.replace(tea, "9"))))
        .isEqualTo("segment-not-found: there is no segment 9 in the account");
    assertThat(server.refused(estimate("Off", known)))
        .isEqualTo("invalid-value: data.attributes.channel must be Onsite or Offsite");
    assertThat(server.refused("estimate", account, "--retailer=9", "--channel=Offsite", known))
        .startsWith("retailer-not-found: retailerId must be");
  }

  @Test
  void an_overlap_has_sets_pairs_and_who_is_in_just_some() {
    assertThat(server.run("overlap", account, coffee, tea, both))
        .isEqualTo(
            """
            WHO      OF              USERS  OF ALL
            in       {c}            3      60.0000%
            in       {t}            2      40.0000%
            in       {b}            1      20.0000%
            in both  {c} {t}       1      20.0000%
            in both  {c} {b}       1      20.0000%
            in both  {t} {b}       1      20.0000%
            in just  {c}            2      40.0000%
            in just  {t}            1      20.0000%
            in just  {c} {t} {b}  1      20.0000%
            """
                .replace("{c}", coffee)
                .replace("{t}", tea)
                .replace("{b}", both));
    assertThat(server.run("overlap", account, "--channel=Onsite", "--json", tea, loyal))
        .contains("\"intersections\":[{\"members\":[\"%s\"],\"size\":1".formatted(loyal));
  }

  @Test
  void an_overlap_says_what_is_wrong_with_the_question() {
    assertThat(server.refused("overlap", account, tea, "9"))
        .isEqualTo("audience-not-found: there is no segment and no audience 9 in the account");
    assertThat(server.refused("overlap", account, "--channel=On", tea))
        .isEqualTo("invalid-value: data.attributes.channel must be Onsite or Offsite");
    assertThat(
            server.refused(
                command(List.of("overlap", account), "1 2 3 4 5 6 7 8 9 10 11".split(" "))))
        .isEqualTo("bulk-limit-exceeded: at most 10 ids are allowed");
    misused("'ID'", "overlap", account);
  }
}
