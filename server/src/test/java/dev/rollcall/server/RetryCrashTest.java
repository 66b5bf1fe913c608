package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.storage.sql.SqlCatalog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills a real server again and again while writes of every kind are sent under keys, each until it
 * is answered, and counts their effects: every write has one. {@code -Drollcall.crash.rounds} says
 * how often.
 */
class RetryCrashTest {
  private static final int ROUNDS = Integer.getInteger("rollcall.crash.rounds", 4);
  private static final int SENDERS = 4;

  @TempDir private Path folder;
  private final Random random = new Random(20_270_131);
  private final AtomicReference<Wire> wire = new AtomicReference<>();
  private volatile boolean stopping;

  @Test
  void every_write_under_a_key_has_one_effect() throws Exception {
    check("jdbc:sqlite:" + folder.resolve("catalog.db"), ROUNDS);
  }

  @Test
  void every_write_under_a_key_has_one_effect_with_the_catalog_in_postgresql() throws Exception {
    try (EmbeddedPostgres postgresql = EmbeddedPostgres.start()) {
      check(postgresql.getJdbcUrl("postgres", "postgres"), Math.max(2, ROUNDS / 2));
    }
  }

  private void check(String catalog, int rounds) throws Exception {
    Deployment deployment = new Deployment(folder, catalog);
    ServerProcess server = deployment.start();
    List<KeyedWrites> writes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
      wire.set(deployment.signIn(server));
      for (int i = 0; i < SENDERS; i++) writes.add(new KeyedWrites(deployment, wire::get, 2 * i));
      List<Future<?>> senders = new ArrayList<>();
      for (KeyedWrites sender : writes)
        senders.add(threads.submit(() -> sender.sendUntil(() -> stopping)));
      for (int round = 0; round < rounds; round++) {
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
      wire.set(deployment.signIn(again));
      count(deployment, writes);
      for (KeyedWrites sender : writes) sender.sendAllAgain();
      count(deployment, writes);
    }
    try (SqlCatalog left = SqlCatalog.open(catalog)) {
      assertThat(left.computations().published().number())
          .isEqualTo(sum(writes).getOrDefault("publish", 0).longValue());
    }
  }

  private static Map<String, Integer> sum(List<KeyedWrites> writes) {
    Map<String, Integer> all = new HashMap<>();
    for (KeyedWrites sender : writes)
      sender.effects().forEach((kind, n) -> all.merge(kind, n, Integer::sum));
    return all;
  }

  /** Holds what the server tells of its past to what was answered. */
  private void count(Deployment deployment, List<KeyedWrites> writes) throws IOException {
    Set<String> runs = new TreeSet<>();
    Set<String> webhooks = new TreeSet<>();
    for (KeyedWrites sender : writes) {
      assertThat(sender.faults()).isEmpty();
      sender.checkList(wire.get());
      runs.addAll(sender.runs());
      webhooks.addAll(sender.webhooks());
    }
    Map<String, Integer> effects = sum(writes);
    assertThat(effects.keySet())
        .contains("add", "create", "replace", "run", "webhook", "webhook gone", "impression")
        .contains("event", "product");
    assertThat(ids("/v1/computations", run -> run.at("/attributes/trigger"), "manual"))
        .as("runs that an answer told of")
        .isEqualTo(runs);
    assertThat(ids(deployment.path("/webhooks"), webhook -> webhook.path("type"), "Webhook"))
        .as("webhooks that an answer told of")
        .isEqualTo(webhooks);
    String search = Wire.API + "/accounts/" + deployment.account + "/audience-segments/search";
    int segments =
        wire.get().post(search + "?limit=0", Map.of()).body().at("/meta/totalItems").asInt();
    assertThat(segments).isEqualTo(SENDERS + effects.getOrDefault("create", 0));
    long shown = 0;
    for (JsonNode count : wire.get().get(deployment.path("/impressions?by=LineItem")).data())
      shown += count.at("/attributes/impressions").asLong();
    assertThat(shown).isEqualTo(effects.getOrDefault("impression", 0).longValue());
  }

  private interface Member {
    JsonNode of(JsonNode entity);
  }

  /** The ids in a listing, of those whose member has a value. */
  private Set<String> ids(String path, Member member, String value) throws IOException {
    Set<String> found = new TreeSet<>();
    JsonNode page;
    int offset = 0;
    do {
      page = wire.get().get(path + "?limit=100&offset=" + offset).data();
      for (JsonNode entity : page)
        if (member.of(entity).asString().equals(value)) found.add(entity.path("id").asString());
      offset += 100;
    } while (!page.isEmpty());
    return found;
  }
}
