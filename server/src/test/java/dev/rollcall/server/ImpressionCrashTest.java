package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server killed while it counts impressions, which are then told again. */
class ImpressionCrashTest {
  /** Counted 10,000 at a time. */
  private static final int ROWS = 100_000;

  private static final String MARK = "crash-test-viewer";

  @TempDir private Path folder;

  @Test
  @Timeout(300) // It waits for the first count, which a fault could keep from coming.
  void impressions_told_again_after_a_crash_count_once() throws Exception {
    check(new Deployment(folder), ROWS, 2);
  }

  @Test
  @Timeout(300)
  void impressions_told_again_after_a_crash_count_once_with_the_catalog_in_postgresql()
      throws Exception {
    try (EmbeddedPostgres postgresql = EmbeddedPostgres.start()) {
      check(new Deployment(folder, postgresql.getJdbcUrl("postgres", "postgres")), ROWS / 3, 1);
    }
  }

  private void check(Deployment deployment, int told, int rounds) throws IOException {
    String rows;
    try (ServerProcess server = deployment.start()) {
      rows = rows(target(deployment, deployment.signIn(server)), told);
    }
    long counted = 0;
    for (int round = 0; round < rounds; round++) {
      ServerProcess server = deployment.start();
      Wire wire = deployment.signIn(server);
      CompletableFuture<Void> posting = CompletableFuture.runAsync(() -> post(wire, rows));
      long before = counted;
      while (counted == before) counted = shown(deployment, wire, "LineItem");
      server.kill();
      posting.join();
    }
    try (ServerProcess server = deployment.start()) {
      Wire wire = deployment.signIn(server);
      counted = shown(deployment, wire, "LineItem");
      assertThat(counted).isPositive();
      assertThat(shown(deployment, wire, "Audience")).isEqualTo(counted);
      assertThat(shown(deployment, wire, "AudienceSegment")).isEqualTo(counted);
      JsonNode again = wire.postLines("/v1/impressions", rows).data().path("attributes");
      assertThat(again.path("repeatedRows").asLong()).isEqualTo(counted);
      assertThat(again.path("countedRows").asLong()).isEqualTo(told - counted);
      for (String by : List.of("LineItem", "Audience", "AudienceSegment"))
        assertThat(shown(deployment, wire, by)).isEqualTo(told);
    }
    assertNothingHolds(MARK);
  }

  /** Whatever comes of it: the server may be gone before it answers. */
  private static void post(Wire wire, String rows) {
    try {
      wire.postLines("/v1/impressions", rows);
    } catch (IOException e) {
      assertThat(e).isNotNull();
    }
  }

  /** Makes a line item for an audience that the one viewer is in; its id. */
  private static String target(Deployment deployment, Wire wire) throws IOException {
    String segment =
        wire.createSegment(deployment.account, deployment.retailer, "Viewers", "Email");
    wire.amend(segment, "add", List.of(MARK + "@example.com"));
    String audience =
        wire.createAudience(
            deployment.account,
            deployment.retailer,
            "Viewers",
            Map.of("audienceSegmentId", segment));
    wire.send(
        "PUT",
        "/v1/line-items/7",
        attributes(
            Map.of(
                "accountId",
                deployment.account,
                "retailerId",
                deployment.retailer,
                "name",
                "Shown")));
    wire.send(
        "PUT",
        Wire.API + "/preferred-line-items/7/targeting/audiences",
        attributes(Map.of("scope", "include", "audienceIds", List.of(audience))));
    return "7";
  }

  private static Map<String, Object> attributes(Map<String, Object> attributes) {
    return Map.of("data", Map.of("attributes", attributes));
  }

  private static String rows(String lineItem, int told) {
    String time = Instant.now().toString();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < told; i++)
      rows.append("{\"impressionId\":\"i")
          .append(i)
          .append("\",\"lineItemId\":\"")
          .append(lineItem)
          .append("\",\"time\":\"")
          .append(time)
          .append("\",\"identifierType\":\"Email\",\"identifier\":\"")
          .append(MARK)
          .append("@example.com\"}\n");
    return rows.toString();
  }

  private static long shown(Deployment deployment, Wire wire, String by) throws IOException {
    long shown = 0;
    String path = "/v1/accounts/" + deployment.account + "/impressions?by=" + by;
    for (JsonNode count : wire.get(path).data())
      shown += count.path("attributes").path("impressions").asLong();
    return shown;
  }

  private void assertNothingHolds(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain(text);
    }
  }
}
