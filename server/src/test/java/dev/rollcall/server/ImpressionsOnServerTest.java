package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code impressions import} and {@code show} on a server. */
class ImpressionsOnServerTest {
  @TempDir private Path folder;
  private final String now = Instant.now().toString();
  private final String day = now.substring(0, 10);
  private RunningServer server;
  private String account;
  private String segment;
  private String audience;

  /** A line item for an audience with one shopper. */
  @BeforeEach
  void fill() throws IOException {
    server = new RunningServer(folder.resolve("data"));
    account = "--account=" + server.accountId();
    Wire wire = server.signIn();
    String retailer = server.retailerId();
    segment = wire.createSegment(server.accountId(), retailer, "Coffee", "Email");
    wire.amend(segment, "add", List.of("a@x.com"));
    audience =
        wire.createAudience(
            server.accountId(), retailer, "Coffee", Map.of("audienceSegmentId", segment));
    put(
        wire,
        "/v1/line-items/7",
        Map.of("accountId", server.accountId(), "retailerId", retailer, "name", "Shown"));
    put(
        wire,
        Wire.API + "/preferred-line-items/7/targeting/audiences",
        Map.of("scope", "include", "audienceIds", List.of(audience)));
  }

  private static void put(Wire wire, String path, Map<String, Object> attributes)
      throws IOException {
    Map<String, Object> body = Map.of("data", Map.of("attributes", attributes));
    assertThat(wire.send("PUT", path, body).status()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String row(String id, String more) {
    return "{'impressionId':'%s','lineItemId':'7','time':'%s',%s}%n"
        .formatted(id, now, more)
        .replace('\'', '"');
  }

  private String toOne(String id, String email) {
    return row(id, "'identifierType':'Email','identifier':'" + email + "'");
  }

  @Test
  void a_file_counts_once_and_is_shown_by_line_item_audience_and_segment() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("shown.ndjson"),
            toOne("i1", "a@x.com") + toOne("i2", "b@x.com") + row("i3", "'count':40"));
    assertThat(server.run("impressions", "import", file.toString()).strip())
        .isEqualTo("3 rows: 3 counted, 42 impressions; 0 counted before, 0 refused");
    assertThat(server.run("impressions", "import", "--json", file.toString()).strip())
        .isEqualTo(
            "{'rows':3,'countedRows':0,'impressions':0,'repeatedRows':3,'refusedRows':0,'problems':[]}"
                .replace('\'', '"'));
    assertThat(server.run("impressions", "show", account))
        .isEqualTo(
            """
            DAY         ID  IMPRESSIONS
            %s  7   42
            """
                .formatted(day));
    assertThat(server.run("impressions", "show", account, "--by=AudienceSegment"))
        .contains("%s  %s  41".formatted(day, segment));
    assertThat(server.run("impressions", "show", account, "--by=Audience", "--json").strip())
        .isEqualTo(
            "[{'id':'%s','type':'ImpressionCount','attributes':{'by':'Audience','day':'%s','impressions':41}}]"
                .formatted(audience, day)
                .replace('\'', '"'));
    assertThat(server.run("impressions", "show", account, "--from", day, "--to", day, "--id=7"))
        .contains("42");
    assertThat(server.run("impressions", "show", account, "--to=2020-01-01")).hasLineCount(1);
    assertThat(server.run("impressions", "show", account, "--id=8")).hasLineCount(1);
  }

  @Test
  void lines_that_cannot_be_counted_are_named_in_their_order_and_stop_no_other()
      throws IOException {
    String rows =
        row("i1", "'count':1")
            + row("i2", "'count':1").replace("\"7\"", "\"8\"")
            + "rubbish\n"
            + toOne("i4", "nobody")
            + row("i5", "'count':1").replace(now, "2020-01-01T00:00:00Z")
            + row("i6", "'identifier':'a@x.com','count':1");
    Path report = folder.resolve("report.csv");
    CommandLineRun run =
        server.tryToRun(rows, "impressions", "import", "-", "--report", report.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip())
        .isEqualTo("6 rows: 1 counted, 1 impressions; 0 counted before, 5 refused");
    assertThat(run.err().lines())
        .satisfiesExactly(
            two ->
                assertThat(two).isEqualTo("line 2: line-item-not-found. there is no line item 8"),
            three ->
                assertThat(three)
                    .isEqualTo("line 3: invalid-json. The line is not valid JSON at column 1"),
            four ->
                assertThat(four)
                    .startsWith("line 4: invalid-value. identifier is no Email. Send an address")
                    .doesNotContain("nobody"),
            five ->
                assertThat(five).isEqualTo("line 5: invalid-value. time is more than 35 days ago"),
            six ->
                assertThat(six)
                    .isEqualTo("line 6: invalid-value. give exactly one of identifier and count"));
    assertThat(Files.readAllLines(report))
        .startsWith("line,code", "2,line-item-not-found", "3,invalid-json")
        .hasSize(6);
  }

  @Test
  void csv_goes_by_its_heading() {
    String csv = "impressionId,lineItemId,time,count\ni1,7,%s,5\ni2,7,%s,x\n".formatted(now, now);
    CommandLineRun run = server.tryToRun(csv, "impressions", "import", "-");
    assertThat(run.out()).startsWith("2 rows: 1 counted, 5 impressions");
    assertThat(run.err().strip()).isEqualTo("line 3: invalid-value. count must be a whole number");
    CommandLineRun unknown =
        server.tryToRun(csv.replace("count", "number"), "impressions", "import", "-");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err().strip())
        .isEqualTo(
            "rollcall: invalid-value: The header line must name columns among impressionId,"
                + " lineItemId, time, identifierType, identifier, count");
  }

  @Test
  void bad_questions_say_what_is_wrong() {
    assertThat(server.refused("impressions", "import", "-")).isEqualTo("- is empty");
    assertThat(server.refused("impressions", "import", "nowhere"))
        .isEqualTo("there is no file nowhere");
    assertThat(server.refused("impressions", "show", account, "--by=Cat"))
        .isEqualTo("invalid-value: by must be LineItem, Audience or AudienceSegment");
    assertThat(server.refused("impressions", "show", account, "--from=yesterday"))
        .isEqualTo("invalid-value: from must be a day such as 2030-01-31");
    assertThat(server.refused("impressions", "show", "--account=x"))
        .isEqualTo("--account must be an id: digits only");
    assertThat(server.refused("impressions", "show", "--account=9"))
        .startsWith("permission-denied: ");
  }
}
