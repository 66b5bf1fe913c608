package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.client.FakeServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ListCommandTest {
  private static final String ACCOUNTS = "{\"data\":[{\"id\":\"7\"}]}";
  private static final String SEGMENT =
      "{\"data\":[{\"id\":\"5\",\"attributes\":{\"contactList\":{\"identifierType\":\"Email\"}}}]}";

  @TempDir private Path folder;
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void sends_chunks_of_fifty_thousand() throws IOException {
    Path file = emails("list.txt", 120_000);
    CommandLineRun run = run("add", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(chunks()).containsExactly(50_000, 50_000, 20_000);
    assertThat(server.received().get(2).path())
        .isEqualTo("/2027-01/retail-media/audience-segments/5/contact-list/add-remove");
    assertThat(run.out()).contains("120,000 rows, 120,000 valid, 0 invalid, 3 requests");
    assertThat(folder.resolve("state")).isEmptyDirectory();
  }

  @Test
  void reports_invalid_rows_by_line_and_never_the_value() throws IOException {
    Path file = Files.writeString(folder.resolve("list"), "a@b.cd\n\nrubbish\nc@d.ef\n@@\n");
    Path report = folder.resolve("report.csv");
    CommandLineRun run = run("remove", file.toString(), "--report", report.toString());
    assertThat(chunks()).containsExactly(2);
    assertThat(run.err())
        .contains("line 3: identifier-not-an-email", "line 5: identifier-not-an-email")
        .doesNotContain("rubbish");
    assertThat(report)
        .hasContent("line,code\n3,identifier-not-an-email\n5,identifier-not-an-email");
    assertThat(body(2).path("operation").asString()).isEqualTo("remove");
  }

  @Test
  void answers_in_json() throws IOException {
    Path file = Files.writeString(folder.resolve("list"), "a@b.cd\nrubbish\n");
    CommandLineRun run = run("add", "--json", file.toString());
    JsonNode answer = JsonMapper.shared().readTree(run.out());
    assertThat(answer.path("valid").asInt()).isEqualTo(1);
    assertThat(answer.path("invalidRows").path(0).path("line").asInt()).isEqualTo(2);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void goes_on_where_it_was_interrupted() throws IOException {
    String file = emails("list.txt", 120_000).toString();
    failingAt(2);
    assertThat(run("add", file).exitCode()).isEqualTo(1);
    int before = server.received().size();
    CommandLineRun run = run("add", file);
    assertThat(sizesSince(before)).containsExactly(50_000, 20_000);
    List<String> keys =
        server.received().stream()
            .filter(r -> r.path().endsWith("/add-remove"))
            .map(FakeServer.Received::key)
            .toList();
    assertThat(keys.get(2)).as("what was under way has its key again").isEqualTo(keys.get(1));
    assertThat(keys.stream().distinct()).hasSize(3);
    assertThat(run.out()).contains("3 requests (1 of them before an interruption)");
  }

  @Test
  void begins_anew_when_told_to_or_when_the_file_changed() throws IOException {
    Path file = emails("list.txt", 60_000);
    failingAt(2);
    assertThat(run("add", file.toString()).exitCode()).isEqualTo(1);
    int before = server.received().size();
    assertThat(run("add", "--restart", file.toString()).exitCode()).isZero();
    assertThat(sizesSince(before)).containsExactly(50_000, 10_000);

    failingAt(2);
    assertThat(run("add", file.toString()).exitCode()).isEqualTo(1);
    emails("list.txt", 55_000);
    int changed = server.received().size();
    CommandLineRun run = run("add", file.toString());
    assertThat(sizesSince(changed)).containsExactly(50_000, 5_000);
    assertThat(run.err()).contains("the file changed");
  }

  @Test
  void replace_goes_on_with_the_replacement_it_opened() throws IOException {
    String file = emails("list.txt", 60_000).toString();
    server.then(200, ACCOUNTS).then(200, SEGMENT).then(201, "{\"data\":{\"id\":\"77\"}}");
    server.then(200, "{}").then(409, "");
    assertThat(run("replace", file).exitCode()).isEqualTo(1);
    assertThat(run("replace", file).exitCode()).isZero();
    String replace = "/v1/accounts/7/audience-segments/5/replace";
    List<String> paths = server.received().stream().map(FakeServer.Received::path).toList();
    assertThat(paths.subList(7, 10))
        .containsExactly(replace + "/77/add-remove", replace + "/77", replace + "/77/commit");
    assertThat(paths).filteredOn(replace::equals).hasSize(1);
    assertThat(chunks()).containsExactly(50_000, 10_000, 10_000);
    assertThat(folder.resolve("state")).isEmptyDirectory();
  }

  @Test
  void replace_removes_much_when_forced_alone() throws IOException {
    String file = emails("list.txt", 10).toString();
    server.then(200, ACCOUNTS).then(200, SEGMENT).then(201, "{\"data\":{\"id\":\"77\"}}");
    server.then(200, "{}").then(200, "{\"data\":{\"attributes\":{\"removesTooMuch\":true}}}");
    CommandLineRun refused = run("replace", file);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("--force");
    assertThat(run("replace", file, "--force").exitCode()).isZero();
    assertThat(server.received().getLast().path()).endsWith("/replace/77/commit?force=true");
    assertThat(chunks()).containsExactly(10);
  }

  @Test
  void tells_and_changes_back_what_happened_to_a_list() {
    String list = "/v1/accounts/7/audience-segments/5";
    check("history", list + "/history?limit=20");
    check("undo", list + "/history/16/undo?dryRun=true", "16", "--dry-run");
    check("restore", list + "/restore?dryRun=false", "--operation", "16");
    assertThat(attributes(server.received().getLast()).path("operation").asString())
        .isEqualTo("16");
    check(
        "compare",
        list + "/compare?from=2030-01-01T12%3A00%3A00%2B01%3A00&to=16",
        "--from",
        "2030-01-01T12:00:00+01:00",
        "--to",
        "16");
    assertThat(run("restore", false).exitCode()).isEqualTo(2);
    assertThat(run("undo", false, "x").exitCode()).isEqualTo(1);
  }

  private void check(String command, String path, String... arguments) {
    assertThat(run(command, false, arguments).exitCode()).isZero();
    assertThat(server.received().getLast().path()).isEqualTo(path);
  }

  @Test
  void finds_a_list_by_its_name_in_one_request() {
    server.then(200, SEGMENT);
    CommandLineRun run = plain("list", "clear", "--account", "7", "--name", "Coffee lovers");
    assertThat(run.exitCode()).isZero();
    assertThat(attributes(server.received().getFirst()).path("names").path(0).asString())
        .isEqualTo("Coffee lovers");
    assertThat(server.received().getLast().path()).endsWith("/5/contact-list/clear");
    assertThat(plain("list", "clear", "--name", "x", "--segment", "5").exitCode()).isEqualTo(2);
  }

  @Test
  void makes_a_list_or_finds_it() {
    server.then(200, ACCOUNTS).then(201, SEGMENT.replace("[", "").replace("]", ""));
    String[] ensure = {
      "list", "ensure", "--name", "Tea & more", "--retailer", "11", "--type", "Email"
    };
    CommandLineRun run = plain(ensure);
    assertThat(run.out().strip()).isEqualTo("5");
    assertThat(server.received().getLast().path())
        .isEqualTo("/v1/accounts/7/audience-segments/by-name/Tea%20%26%20more");
    server.then(200, "{\"data\":[{\"id\":\"7\"},{\"id\":\"8\"}]}");
    assertThat(plain(ensure).err()).contains("--account");
  }

  private CommandLineRun plain(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--url", server.url().toString()));
    line.addAll(List.of("--client-id", "c", "--client-secret", "s"));
    return CommandLineRun.of(line.toArray(String[]::new));
  }

  @Test
  void shows_what_became_of_an_operation() {
    server.then(
        200,
        """
        {"data":{"id":"16","attributes":{"kind":"add","liveAt":"2030-01-01T12:00:00Z",
          "report":{"refused":[{"index":3,"code":"identifier-blank"}]}}}}
        """);
    CommandLineRun run = plain("operation", "show", "16");
    assertThat(run.exitCode()).isZero();
    assertThat(server.received().getLast().path()).isEqualTo("/v1/operations/16");
    assertThat(run.out()).contains("live since 2030", "3      identifier-blank");
  }

  @Test
  void reads_gzip_and_standard_input() throws IOException {
    Path packed = folder.resolve("list.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      gzip.write("a@b.cd\nc@d.ef\n".getBytes(UTF_8));
    }
    assertThat(run("add", packed.toString()).exitCode()).isZero();
    assertThat(run("add", "-").exitCode()).isZero();
    assertThat(chunks()).containsExactly(2, 1);
  }

  /** The n-th request about the list, from 1, is refused. */
  private void failingAt(int n) {
    server.then(200, ACCOUNTS).then(200, SEGMENT);
    for (int i = 1; i < n; i++) server.then(200, "{}");
    server.then(409, "");
  }

  private CommandLineRun run(String operation, String... arguments) {
    return run(operation, true, arguments);
  }

  /**
   * @param uploads whether the command takes a folder for what it remembers
   */
  private CommandLineRun run(String operation, boolean uploads, String... arguments) {
    if (!server.hasScript()) server.then(200, ACCOUNTS).then(200, SEGMENT);
    List<String> line = new ArrayList<>(List.of("list", operation, "--segment", "5"));
    line.addAll(List.of("--url", server.url().toString()));
    line.addAll(List.of("--client-id", "c", "--client-secret", "s"));
    if (uploads) line.addAll(List.of("--state", folder.resolve("state").toString()));
    line.addAll(List.of(arguments));
    return CommandLineRun.with("x@y.zz\n", line.toArray(String[]::new));
  }

  private Path emails(String name, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) text.append("shopper").append(i).append("@example.com\n");
    return Files.writeString(folder.resolve(name), text);
  }

  private List<Integer> chunks() {
    return sizesSince(0);
  }

  private List<Integer> sizesSince(int first) {
    return server.received().stream()
        .skip(first)
        .filter(r -> r.path().endsWith("/add-remove"))
        .map(r -> attributes(r).path("identifiers").size())
        .toList();
  }

  private JsonNode body(int request) {
    return attributes(server.received().get(request));
  }

  private static JsonNode attributes(FakeServer.Received received) {
    return JsonMapper.shared().readTree(received.body()).path("data").path("attributes");
  }
}
