package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.compute.webhook.Signature;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Kills a real server between changes and their deliveries: each is told of by the next. */
class WebhookCrashTest {
  private static final int ROUNDS = 3;
  private static final int AMENDMENTS = 5;

  /** What no message may hold. */
  private static final String MARK = "webhook-test-shopper";

  @TempDir private Path folder;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final AtomicInteger refusals = new AtomicInteger(2);
  private final HttpServer receiver = receiver();

  /** What came to the receiver. */
  private record Message(String id, String timestamp, String signature, String body) {}

  private HttpServer receiver() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      server.createContext("/hook", this::receive);
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    messages.add(
        new Message(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
    exchange.close();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  @Test
  @Timeout(300)
  void every_acknowledged_change_is_told_whenever_the_server_is_killed() throws Exception {
    check(new Deployment(folder), ROUNDS);
  }

  @Test
  @Timeout(300)
  void every_acknowledged_change_is_told_with_the_catalog_in_postgresql() throws Exception {
    try (EmbeddedPostgres postgresql = EmbeddedPostgres.start()) {
      check(new Deployment(folder, postgresql.getJdbcUrl("postgres", "postgres")), 1);
    }
  }

  private void check(Deployment deployment, int rounds) throws Exception {
    String secret;
    String segment;
    try (ServerProcess server = deployment.start()) {
      Wire wire = deployment.signIn(server);
      segment = wire.createSegment(deployment.account, deployment.retailer, "List", "Email");
      secret =
          wire.post(
                  "/v1/accounts/" + deployment.account + "/webhooks",
                  Map.of(
                      "data",
                      Map.of(
                          "attributes",
                          Map.of(
                              "url",
                              "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                              "events",
                              List.of("operation.live")))))
              .data()
              .path("attributes")
              .path("secret")
              .asString();
    }
    for (int round = 0; round < rounds; round++) {
      ServerProcess server = deployment.start();
      Wire wire = deployment.signIn(server);
      for (int i = 0; i < AMENDMENTS; i++)
        assertThat(
                wire.amend(segment, "add", List.of(MARK + round + "." + i + "@example.com"))
                    .status())
            .isEqualTo(200);
      server.kill();
    }
    try (ServerProcess server = deployment.start()) {
      Set<String> expected = new HashSet<>();
      String history =
          "/v1/accounts/" + deployment.account + "/audience-segments/" + segment + "/history";
      deployment
          .signIn(server)
          .get(history)
          .data()
          .forEach(operation -> expected.add(operation.path("id").asString()));
      assertThat(expected).hasSize(rounds * AMENDMENTS);
      checkTold(expected, Signature.parse(secret));
    }
  }

  /** Takes messages until each operation was told of, and holds each to its signature and name. */
  private void checkTold(Set<String> expected, Signature secret) throws InterruptedException {
    Map<String, String> nameOf = new HashMap<>();
    while (!nameOf.keySet().containsAll(expected)) {
      Message message = messages.take();
      assertThat(message.body()).doesNotContain(MARK);
      assertThat(message.signature())
          .isEqualTo(secret.of(message.id(), Long.parseLong(message.timestamp()), message.body()));
      JsonNode told = JsonMapper.shared().readTree(message.body());
      assertThat(told.path("type").asString()).isEqualTo("operation.live");
      assertThat(told.at("/data/attributes/live").asBoolean()).isTrue();
      String operation = told.at("/data/id").asString();
      assertThat(expected).contains(operation);
      String before = nameOf.put(operation, message.id());
      if (before != null) assertThat(message.id()).isEqualTo(before);
    }
    assertThat(new HashSet<>(nameOf.values())).hasSameSizeAs(expected);
  }
}
