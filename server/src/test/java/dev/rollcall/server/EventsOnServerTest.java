package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code products import} and {@code events import} on a server. */
class EventsOnServerTest {
  private static final String PRODUCTS =
      "productId,brandId,categoryIds,price\np1,oats,food|breakfast,3.20\np2,,food,1\n";
  private static final String HEADER = "eventId,activity,productId,time,price,Email\n";

  @TempDir private Path folder;
  private final String now = Instant.now().minusSeconds(60).toString();
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String event(String id, String more) {
    return "%s,Buy,p1,%s,,%s\n".formatted(id, now, more);
  }

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(text.getBytes(UTF_8));
    }
    return file.toString();
  }

  private String load(String what, String file, String... more) {
    CommandLineRun run = tryToLoad("", what, file, more);
    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.err()).isEmpty();
    return run.out().strip();
  }

  private CommandLineRun tryToLoad(String input, String what, String file, String... more) {
    String[] line = {what, "import", "--retailer", server.retailerId(), file};
    return server.tryToRun(
        input, Stream.of(line, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  void files_are_loaded_and_the_same_again_changes_nothing() throws IOException {
    String imported = "import retailer " + server.retailerId() + ": ";
    for (int again = 0; again < 2; again++)
      assertThat(load("products", file("products.csv.gz", PRODUCTS)))
          .isEqualTo(imported + "2 rows, 2 products; 0 rows refused");
    String one = HEADER + event("e1", "a@x.com");
    assertThat(load("events", file("events.csv", one)))
        .isEqualTo(
            imported
                + "1 rows, 1 new events, 0 known before; 0 rows refused, 0 identifiers invalid");
    String both = file("events.csv.gz", one + event("e2", "b@x.com"));
    assertThat(load("events", both))
        .isEqualTo(
            imported
                + "2 rows, 1 new events, 1 known before; 0 rows refused, 0 identifiers invalid");
    assertThat(load("events", both, "--json"))
        .isEqualTo(
            "{'retailerId':'%s','rows':2,'events':0,'duplicates':2,'refusedRows':0,'invalidIdentifiers':0,'problems':[]}"
                .formatted(server.retailerId())
                .replace('\'', '"'));
    assertThat(server.signIn().text("/metrics"))
        .contains(
            "rollcall_events_added_total 2.0\n",
            "rollcall_events_duplicates_total 3.0\n",
            "rollcall_events_refused_total 0.0\n",
            "rollcall_events_files 0.0\n")
        .containsPattern("rollcall_events_journal_bytes [1-9]");
  }

  /** Requests have 20,000 rows: what an import that breaks off has sent stays. */
  @Test
  void an_import_that_broke_off_is_begun_again() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 20_500; i++) rows.append(event("e" + i, "s" + i + "@x.com"));
    String whole = rows.toString();
    Path half = folder.resolve("half.csv.gz");
    byte[] zipped = Files.readAllBytes(Path.of(file("whole.csv.gz", whole)));
    Files.write(half, Arrays.copyOf(zipped, zipped.length - 2_000));
    CommandLineRun broken = tryToLoad("", "events", half.toString());
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).startsWith("rollcall: ").hasLineCount(1);
    assertThat(load("events", file("whole.csv", whole)))
        .contains("20,500 rows, 500 new events, 20,000 known before");
  }

  @Test
  void bad_rows_are_named_by_line_with_a_code_and_stop_no_other() throws IOException {
    Path report = folder.resolve("report.csv");
    CommandLineRun products =
        tryToLoad(PRODUCTS + "p3,b,,cheap\n,b,,1\n", "products", "-", "--report=" + report);
    assertThat(products.exitCode()).isZero();
    assertThat(products.out()).contains("4 rows, 2 products; 2 rows refused");
    assertThat(products.err().lines())
        .satisfiesExactly(
            four -> assertThat(four).startsWith("line 4: invalid-value. price"),
            five -> assertThat(five).startsWith("line 5: required-field. productId"));
    assertThat(Files.readAllLines(report))
        .startsWith("line,code", "4,invalid-value", "5,required-field");
    CommandLineRun events =
        tryToLoad(
            HEADER
                + event("e1", "a@x.com")
                + event("e2", "no address")
                + event("e3", "a@x.com").replace("Buy", "Sell")
                + event("e4", "a@x.com").replace(now, "2020-01-01T00:00:00Z")
                + event("e5", "a@x.com").replace(now, "2999-01-01T00:00:00Z")
                + event("e6", "b@x.com"),
            "events",
            "-");
    assertThat(events.exitCode()).isZero();
    assertThat(events.out())
        .contains("6 rows, 2 new events, 0 known before; 4 rows refused, 1 identifiers invalid");
    assertThat(events.err().lines())
        .map(line -> line.replaceFirst("\\..*", ""))
        .containsExactly(
            "line 3: invalid-value",
            "line 3: required-field",
            "line 4: invalid-value",
            "line 5: event-too-old",
            "line 6: event-in-future");
    assertThat(events.err()).doesNotContain("no address");
    assertThat(server.signIn().text("/metrics")).contains("rollcall_events_refused_total 4.0\n");
  }

  @Test
  void ndjson_is_known_by_its_first_character() {
    String row =
        "{'eventId':'e1','activity':'View','productId':'p1','time':'%s','userId':'u1'}"
            .formatted(now)
            .replace('\'', '"');
    CommandLineRun run = tryToLoad(row, "events", "-");
    assertThat(run.out()).contains("1 rows, 1 new events");
    CommandLineRun products =
        tryToLoad("{\"productId\":\"p1\",\"categoryIds\":[\"a\"]}\n", "products", "-");
    assertThat(products.out()).contains("1 rows, 1 products; 0 rows refused");
  }

  @Test
  void what_cannot_be_loaded_at_all_says_why() throws IOException {
    for (String what : new String[] {"products", "events"}) {
      String[] line = {what, "import", "--retailer", server.retailerId()};
      assertThat(server.refused(line[0], line[1], line[2], line[3], "-")).isEqualTo("- is empty");
      assertThat(server.refused(line[0], line[1], line[2], line[3], "nowhere"))
          .isEqualTo("there is no file nowhere");
      String strange = file("strange.csv", "colour\nred\n");
      assertThat(server.refused(line[0], line[1], line[2], line[3], strange))
          .isEqualTo("invalid-value: Column 1 of the header line is unknown");
      assertThat(server.refused(line[0], line[1], line[2], "999", strange))
          .startsWith("permission-denied: ");
      assertThat(tryToLoad("", what, "-", "--colour").exitCode()).isEqualTo(2);
    }
  }
}
