package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server killed between questions: it answers as before, exactly and in measures. */
class SizesCrashTest {
  /** Shoppers of the identity graph; amendments of all of them pass a checkpoint. */
  private static final int SHOPPERS = 30_000;

  private static final int LISTS = 4;

  @TempDir private Path folder;
  private final Random random = new Random(20_260_301);
  private final List<String> segments = new ArrayList<>();
  private Deployment deployment;
  private String audience = "";

  @BeforeEach
  void deploy() throws IOException {
    deployment = new Deployment(folder);
  }

  @Test
  void sizes_overlaps_and_explanations_are_the_same_after_a_crash() throws IOException {
    JsonNode reader =
        deployment.admin(
            "applications",
            "add",
            "--name=Reader",
            "--permission=Audiences Manage,Audiences Read",
            "--account",
            deployment.account);
    List<String> before;
    String trail;
    try (ServerProcess server = deployment.start()) {
      fill(server);
      before = answers(server, reader);
      assertThat(before).noneMatch(String::isEmpty);
      trail = trail(server);
      assertThat(trail.lines()).hasSize(3);
      server.kill();
    }
    try (ServerProcess second = deployment.start()) {
      assertThat(trail(second)).isEqualTo(trail);
      assertThat(answers(second, reader)).isEqualTo(before);
      assertThat(trail(second).lines())
          .hasSize(5)
          .endsWith(trail.lines().skip(1).toArray(String[]::new));
    }
  }

  private void fill(ServerProcess server) throws IOException {
    StringBuilder graph = new StringBuilder("CustomerId,Email\n");
    for (int i = 0; i < SHOPPERS; i++)
      graph.append(i % 3 == 0 ? "" : "C" + i).append(',').append(email(i)).append('\n');
    Path file = Files.writeString(folder.resolve("graph.csv"), graph);
    run(server, "identities", "import", "--retailer", deployment.retailer, file.toString());
    Wire wire = deployment.signIn(server);
    for (int list = 0; list < LISTS; list++) {
      String id =
          wire.createSegment(deployment.account, deployment.retailer, "List " + list, "Email");
      segments.add(id);
      wire.amend(id, "add", some(0.2 * (list + 1)));
      wire.amend(id, "remove", some(0.1));
    }
    List<Map<String, ?>> nodes =
        List.of(
            Map.of("audienceSegmentId", segments.get(3)),
            Map.of("not", Map.of("audienceSegmentId", segments.get(0))));
    audience =
        wire.createAudience(
            deployment.account, deployment.retailer, "Audience", Map.of("and", nodes));
    Files.delete(file);
  }

  private static String email(int shopper) {
    return "shopper" + shopper + "@example.com";
  }

  private List<String> some(double part) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < SHOPPERS; i++) if (random.nextDouble() < part) some.add(email(i));
    return some;
  }

  /** What the commands answer that ask, and what is told to whom may not see exact sizes. */
  private List<String> answers(ServerProcess server, JsonNode reader) throws IOException {
    String account = "--account=" + deployment.account;
    List<String> answers = new ArrayList<>();
    for (String channel : List.of("--channel=Onsite", "--channel=Offsite")) {
      List<String> sizes = new ArrayList<>(List.of("sizes", account, channel));
      for (String segment : segments) sizes.add("--segment=" + segment);
      answers.add(run(server, sizes.toArray(String[]::new)));
      answers.add(run(server, "sizes", account, channel, "--audience", audience));
      answers.add(
          run(server, "overlap", account, channel, segments.get(0), segments.get(1), audience));
    }
    for (int shopper : List.of(7, 8))
      answers.add(
          run(server, "explain", account, "--audience", audience, "--type=Email", email(shopper)));
    Wire wire =
        Wire.signIn(
            server.url(),
            reader.path("clientId").asString(),
            reader.path("clientSecret").asString());
    Map<String, Object> asked = Map.of("ids", segments, "channel", "Offsite");
    JsonNode measured =
        wire.post(
                "/preview/retail-media/accounts/"
                    + deployment.account
                    + "/audience-segments/compute-sizes",
                Map.of("data", Map.of("attributes", asked)))
            .data();
    assertThat(measured)
        .hasSize(LISTS)
        .allSatisfy(size -> {
          assertThat(size.path("attributes").has("size")).isFalse();
          assertThat(size.path("attributes").path("relativeSize").asDouble()).isPositive();
        });
    answers.add(measured.toString());
    return answers;
  }

  private String trail(ServerProcess server) {
    return run(server, "explanations", "--account", deployment.account);
  }

  private String run(ServerProcess server, String... command) {
    CommandLineRun run = deployment.run(server, command);
    assertThat(run.exitCode()).as("%s", run).isZero();
    return run.out();
  }
}
