package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.contract.published.PublishedDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in a process of its own, from an empty folder to an audience that outlives it. */
class EndToEndTest {
  @TempDir private Path folder;

  @Test
  void what_was_acknowledged_is_there_after_a_restart() throws IOException {
    Deployment deployment = new Deployment(folder);
    String audience;
    String state;
    try (ServerProcess server = deployment.start()) {
      Wire wire = deployment.signIn(server);
      String members = segment(deployment, wire, "Members");
      String staff = segment(deployment, wire, "Staff");
      wire.amend(members, "add", List.of("ann@example.com", "Bob@Example.com ", "cyd@example.com"));
      wire.amend(members, "remove", List.of("cyd@example.com"));
      wire.amend(staff, "add", List.of("bob@example.com"));
      audience =
          wire.createAudience(
              deployment.account,
              deployment.retailer,
              "Customers",
              Map.of(
                  "and",
                  List.of(
                      Map.of("audienceSegmentId", members),
                      Map.of("not", Map.of("audienceSegmentId", staff)))));
      wire.send(
          "PUT",
          Wire.API + "/preferred-line-items/" + deployment.lineItem + "/targeting/audiences",
          Map.of(
              "data",
              Map.of("attributes", Map.of("scope", "include", "audienceIds", List.of(audience)))));
      state = state(deployment, wire);
      assertMetersAreDocumented(wire.text("/metrics"));
    }
    assertThat(state)
        .contains("Members", "Staff", "Customers", "\"numberOfIdentifiers\":2", audience);
    ServerProcess second = deployment.start();
    assertThat(state(deployment, deployment.signIn(second))).isEqualTo(state);
    second.kill();
    try (ServerProcess third = deployment.start()) {
      assertThat(state(deployment, deployment.signIn(third))).isEqualTo(state);
    }
  }

  @Test
  void what_a_server_answers_is_held_to_the_published_documents() throws IOException {
    assumeTrue(
        PublishedDocuments.atHand(),
        "skipped: the folder shared/contract with the published documents is not beside the project");
    try (RunningServer server = new RunningServer(folder)) {
      server.signIn().get(Wire.API + "/me");
      assertThat(Wire.PUBLISHED.seen()).contains("GET " + Wire.API + "/me");
    }
  }

  private static void assertMetersAreDocumented(String metrics) throws IOException {
    String document = Files.readString(Path.of("..", "docs", "operating.md"));
    List<String> names =
        metrics
            .lines()
            .filter(line -> line.startsWith("# TYPE rollcall_") && !line.contains("_max "))
            .map(line -> line.replaceAll("# TYPE (\\S+) .*", "$1"))
            .toList();
    assertThat(names)
        .hasSizeGreaterThan(5)
        .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  private static String segment(Deployment deployment, Wire wire, String name) throws IOException {
    return wire.createSegment(deployment.account, deployment.retailer, name, "Email");
  }

  /** All that a client can see: segments, statistics, audiences, lookups. */
  private static String state(Deployment deployment, Wire wire) throws IOException {
    String account = Wire.API + "/accounts/" + deployment.account;
    JsonNode segments = wire.post(account + "/audience-segments/search", Map.of()).data();
    StringBuilder state = new StringBuilder(segments.toString());
    for (JsonNode segment : segments)
      state.append(wire.statistics(deployment.account, segment.path("id").asString()));
    state.append(wire.post(account + "/audiences/search", Map.of()).data());
    List<String> shoppers = List.of("ann@example.com", "bob@example.com", "cyd@example.com");
    for (JsonNode answer : wire.lookup(deployment.retailer, "Email", shoppers))
      state.append(answer.path("attributes").path("audienceIds"));
    return state.toString();
  }

  @Test
  void two_servers_on_one_folder_or_port_are_refused() throws IOException {
    Deployment deployment = new Deployment(folder);
    try (ServerProcess server = deployment.start()) {
      assertThat(server.url().getPort()).isPositive();
      CommandLineRun second =
          CommandLineRun.of("serve", "--config", folder.resolve("config.yaml").toString());
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("another server runs on the data folder");
      CommandLineRun samePort =
          CommandLineRun.of(
              "sandbox",
              "--data",
              folder.resolve("other").toString(),
              "--port",
              Integer.toString(server.url().getPort()));
      assertThat(samePort.exitCode()).isEqualTo(1);
      assertThat(samePort.err()).contains("cannot be listened at: is it taken?").hasLineCount(1);
    }
  }

  @Test
  void the_commands_work_on_a_server() throws IOException {
    Deployment deployment = new Deployment(folder);
    Path graph =
        Files.writeString(
            folder.resolve("graph.csv"), "CustomerId,Email\nC1,ann@example.com\nC2,\n,\n");
    Path list = Files.writeString(folder.resolve("list"), "ann@example.com\nnobody\nx@y.zz\n");
    try (ServerProcess server = deployment.start()) {
      Wire wire = deployment.signIn(server);
      String segment = segment(deployment, wire, "Members");
      String audience =
          wire.createAudience(
              deployment.account, deployment.retailer, "All", Map.of("audienceSegmentId", segment));

      String state = folder.resolve("state").toString();
      CommandLineRun imported =
          deployment.run(
              server, "identities", "import", "--retailer", deployment.retailer, graph.toString());
      assertThat(imported.out()).contains("2 users, 3 identifiers; 1 rows refused");
      assertThat(imported.err()).contains("line 4: ");
      CommandLineRun added =
          deployment.run(
              server, "list", "add", "--segment", segment, "--state", state, list.toString());
      assertThat(added.out()).contains("3 rows, 2 valid, 1 invalid");
      assertThat(added.err()).contains("line 2: identifier-not-an-email");
      assertThat(deployment.run(server, "list", "statistics", "--segment", segment).out())
          .contains("2 identifiers, 1 match (50.0%)");
      CommandLineRun looked =
          deployment.run(
              server, "lookup", "--retailer", deployment.retailer, "--type", "CustomerId", "C1");
      assertThat(looked.out()).contains(audience);
      String[] lookup = {"lookup", "--retailer", deployment.retailer, "--type", "CustomerId", "-"};
      assertThat(deployment.runWith("C2\n\nC1\n", server, lookup).out().lines().skip(1))
          .satisfiesExactly(
              second -> assertThat(second).startsWith("C2").doesNotContain(audience),
              first -> assertThat(first).startsWith("C1").contains(audience));
      assertThat(deployment.runWith("\n", server, lookup).err())
          .contains("there is no identifier on standard input");
      CommandLineRun computed = deployment.run(server, "compute", "--json");
      JsonNode computation = JsonMapper.shared().readTree(computed.out());
      assertThat(computation.path("attributes").path("state").asString()).isEqualTo("succeeded");
      assertThat(deployment.run(server, "computations").out())
          .containsPattern("manual +succeeded +\\S+ +\\d+ ");
      assertThat(deployment.run(server, "list", "clear", "--segment", segment).exitCode()).isZero();
      assertThat(deployment.run(server, "list", "statistics", "--segment", segment).out())
          .contains("0 identifiers");
      assertThat(deployment.run(server, "list", "clear", "--segment", "1").err())
          .contains("there is no segment 1");
    }
  }
}
