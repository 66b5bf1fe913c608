package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills a real server again and again while writes are sent under keys, each until it is answered,
 * and counts their effects: every write has one. {@code -Drollcall.crash.rounds} says how often.
 */
class RetryCrashTest {
  private static final int ROUNDS = Integer.getInteger("rollcall.crash.rounds", 4);
  private static final int SENDERS = 4;

  /** A write under its key. */
  private record Write(String key, String path, String json, String kind) {}

  @TempDir private Path folder;
  private final Random random = new Random(20_270_131);
  private final AtomicReference<Wire> wire = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Write> answered = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final Set<String> runs = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  @Test
  void every_write_under_a_key_has_one_effect() throws Exception {
    Deployment deployment = new Deployment(folder);
    ServerProcess server = deployment.start();
    wire.set(deployment.signIn(server));
    String list = wire.get().createSegment(deployment.account, deployment.retailer, "L", "Email");
    try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        senders.add(threads.submit(() -> send(deployment, list, sender)));
      }
      for (int round = 0; round < ROUNDS; round++) {
        Thread.sleep(200 + random.nextInt(1_000));
        server.kill();
        server = deployment.start();
        wire.set(deployment.signIn(server));
      }
      Thread.sleep(300);
      stopping = true;
      for (Future<?> sender : senders) sender.get();
    } finally {
      stopping = true;
      server.kill();
    }
    try (ServerProcess again = deployment.start()) {
      count(deployment, deployment.signIn(again), list);
    }
  }

  private void send(Deployment deployment, String list, int sender) {
    for (int i = 0; !stopping; i++) sendUntilAnswered(write(deployment, list, sender + "-" + i, i));
  }

  private static Write write(Deployment deployment, String list, String key, int i) {
    String path = Wire.API + "/audience-segments/" + list + "/contact-list/";
    return switch (i % 4) {
      case 0 ->
          new Write(
              key,
              path + "add-remove",
              "{\"data\":{\"attributes\":{\"operation\":\"add\",\"identifiers\":[\"%s@example.com\",\"no mail\"]}}}"
                  .formatted(key),
              "add");
      case 1 -> new Write(key, path + "clear", "", "clear");
      case 2 -> new Write(key, "/v1/computations", "", "run");
      default ->
          new Write(
              key,
              Wire.API + "/accounts/" + deployment.account + "/audience-segments/create",
              "{\"data\":[{\"attributes\":{\"name\":\"%s\",\"retailerId\":\"%s\",\"contactList\":{\"identifierType\":\"Email\"}}}]}"
                  .formatted(key, deployment.retailer),
              "create");
    };
  }

  /** Sends a write as often as it takes, to whichever server is there. */
  private void sendUntilAnswered(Write write) {
    for (int attempt = 0; attempt < 3_000; attempt++) {
      try {
        Wire.Answer answer = wire.get().postOnce(write.key, write.path, write.json);
        if (answer.status() < 300) {
          if (!answer.body().path("errors").isEmpty()) faults.add(write.key + " " + answer);
          answered.add(write);
          if (write.kind.equals("run")) runs.add(answer.data().path("id").asString());
          return;
        }
        if (answer.status() != 409 && answer.status() != 503) {
          faults.add(write.key + " " + answer);
          return;
        }
      } catch (IOException serverIsGone) {
        // Nobody knows what became of it: the same again.
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    faults.add(write.key + " was never answered");
  }

  private void count(Deployment deployment, Wire wire, String list) throws IOException {
    assertThat(faults).isEmpty();
    Map<String, Integer> wanted = new HashMap<>();
    for (Write write : answered) wanted.merge(write.kind, 1, Integer::sum);
    Map<String, Integer> found = new HashMap<>();
    for (JsonNode operation : wire.history(deployment.account, list))
      found.merge(operation.path("kind").asString(), 1, Integer::sum);
    String search = Wire.API + "/accounts/" + deployment.account + "/audience-segments/search";
    int segments =
        wire.post(search + "?limit=0", Map.of()).body().path("meta").path("totalItems").asInt();
    found.put("create", segments - 1);
    assertThat(wanted.keySet()).contains("add", "clear", "create", "run");
    wanted.remove("run");
    assertThat(found).isEqualTo(wanted);
    for (Write write : answered) assertThat(replay(wire, write)).as(write.key).isLessThan(300);
    assertThat(wire.history(deployment.account, list))
        .as("sent once more, nothing is done")
        .hasSize(wanted.getOrDefault("add", 0) + wanted.getOrDefault("clear", 0));
    assertThat(runsByHand(wire)).as("runs that an answer told of").isEqualTo(runs);
  }

  private static Set<String> runsByHand(Wire wire) throws IOException {
    Set<String> found = new HashSet<>();
    JsonNode page;
    int offset = 0;
    do {
      page = wire.get("/v1/computations?limit=100&offset=" + offset).body().path("data");
      for (JsonNode run : page)
        if (run.path("attributes").path("trigger").asString().equals("manual"))
          found.add(run.path("id").asString());
      offset += 100;
    } while (!page.isEmpty());
    return found;
  }

  private static int replay(Wire wire, Write write) throws IOException {
    return wire.postOnce(write.key, write.path, write.json).status();
  }
}
