package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.client.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IdentitiesCommandTest {
  @TempDir private Path folder;
  private final FakeServer server = new FakeServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_csv_file_is_sent_in_parts_each_with_the_header() throws IOException {
    StringBuilder csv = new StringBuilder("CustomerId,Email\n");
    for (int i = 0; i < 25_000; i++) csv.append("C").append(i).append(",\n");
    CommandLineRun run = run(file("graph.csv", csv.toString()));
    assertThat(run.exitCode()).isZero();
    assertThat(server.received()).hasSize(2);
    assertThat(lines(0)).hasSize(20_001).startsWith("CustomerId,Email", "C0,");
    assertThat(lines(1)).hasSize(5_001).startsWith("CustomerId,Email", "C20000,");
    assertThat(server.received().getFirst().path()).isEqualTo("/v1/retailers/9/identities");
  }

  @Test
  void the_servers_lines_are_told_as_lines_of_the_file() throws IOException {
    StringBuilder csv = new StringBuilder("CustomerId\n");
    for (int i = 0; i < 20_010; i++) csv.append("C").append(i).append('\n');
    server.then(200, answer(20_000, 2)).then(200, answer(10, 5));
    CommandLineRun run = run(file("graph.csv", csv.toString()), "--json");
    JsonNode answer = JsonMapper.shared().readTree(run.out());
    assertThat(answer.path("rows").asInt()).isEqualTo(20_010);
    assertThat(answer.path("refusedRows").asInt()).isEqualTo(2);
    assertThat(answer.path("problems").path(0).path("line").asInt()).isEqualTo(2);
    assertThat(answer.path("problems").path(1).path("line").asInt()).isEqualTo(20_005);
  }

  @Test
  void ndjson_is_known_by_its_name_or_its_first_character() throws IOException {
    server.then(200, answer(1, 1)).then(200, answer(1, 1));
    run(file("graph.ndjson", "\n{}\n"));
    CommandLineRun run = run(file("graph", "{}\n{}\n"));
    assertThat(server.received().get(0).body()).isEqualTo("\n{}\n");
    assertThat(server.received().get(1).body()).isEqualTo("{}\n{}\n");
    assertThat(run.err()).contains("line 1: invalid-value. Send +");
    assertThat(run.out()).contains("1 rows refused");
  }

  @Test
  void a_cell_that_spans_lines_is_not_cut() throws IOException {
    StringBuilder csv = new StringBuilder("CustomerId\n");
    for (int i = 0; i < 19_999; i++) csv.append("C").append(i).append('\n');
    csv.append("\"a\nb\"\nC\n");
    run(file("graph.csv", csv.toString()));
    assertThat(lines(0)).hasSize(20_002).endsWith("\"a", "b\"");
    assertThat(lines(1)).containsExactly("CustomerId", "C");
  }

  @Test
  void an_empty_file_is_refused() throws IOException {
    CommandLineRun run = run(file("graph.csv", ""));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("graph.csv is empty");
  }

  private static String answer(int rows, int refusedLine) {
    return """
    {"data":{"attributes":{"rows":%d,"users":%d,"identifiers":3,"refusedRows":1}},
     "errors":[{"instance":"@line/%d","code":"invalid-value","detail":"Send +"}]}\
    """
        .formatted(rows, rows - 1, refusedLine);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String[] lines(int request) {
    return server.received().get(request).body().split("\n");
  }

  private CommandLineRun run(String file, String... more) {
    String url = server.url().toString();
    String[] line = {"identities", "import", "--retailer", "9", "--url", url, file};
    String[] signIn = {"--client-id", "c", "--client-secret", "s"};
    return CommandLineRun.of(
        Stream.of(line, signIn, more).flatMap(Arrays::stream).toArray(String[]::new));
  }
}
