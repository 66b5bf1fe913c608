package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.storage.events.FileEventStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A server killed again and again while shopping events are sent, each under its key until it is
 * answered.
 */
class EventCrashTest {
  private static final int SENDERS = 3;
  private static final int ROUNDS = 3;
  private static final int EVENTS = 1_000;
  private static final String MARK = "crash-test-shopper";

  @TempDir private Path folder;
  private final Random random = new Random(20_261_124);
  private final String time = Instant.now().minus(Duration.ofHours(1)).toString();
  private final AtomicReference<Wire> wire = new AtomicReference<>();
  private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  @Test
  @Timeout(300) // It waits for acknowledgements, which a fault could keep from coming.
  void every_acknowledged_event_is_there_once() throws Exception {
    Deployment deployment = new Deployment(folder);
    String path = "/v1/retailers/" + deployment.retailer + "/events";
    ServerProcess server = deployment.start();
    wire.set(deployment.signIn(server));
    try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(threads.submit(() -> send(path, sender)));
      }
      for (int round = 0; round < ROUNDS; round++) {
        int before = acknowledged.size();
        while (acknowledged.size() < before + SENDERS) {
          for (Future<?> sender : senders) if (sender.isDone()) sender.get();
          Thread.sleep(10);
        }
        Thread.sleep(random.nextInt(500));
        server.kill();
        server = deployment.start();
        wire.set(deployment.signIn(server));
      }
      stopping = true;
      for (Future<?> sender : senders) sender.get();
    } finally {
      stopping = true;
      server.kill();
    }
    try (ServerProcess again = deployment.start()) {
      Wire last = deployment.signIn(again);
      for (String body : acknowledged) {
        JsonNode answer = last.postLines(path, body).data().path("attributes");
        assertThat(answer.path("events").asInt()).isZero();
        assertThat(answer.path("duplicates").asInt()).isEqualTo(EVENTS);
      }
    }
    assertThat(rows(folder.resolve("data").resolve("events")))
        .isEqualTo((long) EVENTS * acknowledged.size());
    assertNothingHolds(MARK);
  }

  private void send(String path, int sender) {
    for (int i = 0; !stopping; i++) {
      String body = body(sender + "-" + i);
      while (!isAcknowledged(sender + "-" + i, path, body)) pause();
      acknowledged.add(body);
    }
  }

  private static void pause() {
    LockSupport.parkNanos(20_000_000);
  }

  /** Whoever is killed has the events and the answer, or neither: all are new in every answer. */
  private boolean isAcknowledged(String key, String path, String body) {
    try {
      Wire.Answer answer = wire.get().sendOnce(key, "POST", path, "application/x-ndjson", body);
      assertThat(answer.status()).isIn(200, 409, 503);
      if (answer.status() != 200) return false;
      assertThat(answer.data().at("/attributes/events").asInt()).isEqualTo(EVENTS);
      return true;
    } catch (IOException serverIsGone) {
      return false; // Nobody knows what became of it: the same again.
    }
  }

  private String body(String request) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < EVENTS; i++)
      lines.append(
          "{\"eventId\":\"%s-%d\",\"activity\":\"Buy\",\"productId\":\"P\",\"time\":\"%s\",\"identifiers\":[{\"type\":\"Email\",\"value\":\"%s-%s-%d@example.com\"}]}\n"
              .formatted(request, i, time, MARK, request, i));
    return lines.toString();
  }

  /** Rows in the files of days, once no journal has any; each is one event's one identifier. */
  private static long rows(Path events) throws SQLException {
    try (FileEventStore store =
        FileEventStore.open(events, Duration.ofDays(190), Clock.systemUTC(), answer -> {}, 1)) {
      store.foldAll();
    }
    String files = events.resolve("data") + "/*/*/*.parquet";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet counted =
            statement.executeQuery("SELECT count(*) FROM read_parquet('" + files + "')")) {
      counted.next();
      return counted.getLong(1);
    }
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
