package dev.rollcall.server.journey;

import static dev.rollcall.server.journey.Caller.attributes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.RunningServer;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server for one shop, and what its operator does: imports, computations, the clock. */
final class ShopServer implements AutoCloseable {
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  /** After this a computation that did not come will not come any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final RunningServer server;
  private final Caller api;

  /** Starts a server with all it has in the folder. */
  ShopServer(Path folder) throws IOException {
    this(folder, new RunningServer(folder.resolve("data")));
  }

  /**
   * @param folder for what is to be loaded
   * @param server closed with this
   */
  ShopServer(Path folder, RunningServer server) throws IOException {
    this.folder = folder;
    this.server = server;
    this.api = new Caller(server.signIn());
  }

  Shop shop() {
    return new Shop(api, server.accountId(), server.retailerId());
  }

  /** Loads households into the identity graph, as an operator does: a file and a command. */
  void importIdentities(Collection<String> households) {
    Path file = folder.resolve("households.csv.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(file));
        Writer out = new OutputStreamWriter(gzip, UTF_8)) {
      out.write("CustomerId,Email\n");
      for (String household : households)
        out.write(household + "," + ContactForm.PLAIN.of(household) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode told = run("identities", "import", "--retailer", server.retailerId(), file.toString());
    assertThat(told.path("rows").asInt()).isEqualTo(households.size());
    assertThat(told.path("identifiers").asInt()).isEqualTo(2 * households.size());
    assertThat(told.path("refused").asInt()).isZero();
  }

  /** Loads a file of products or events; returns what was told of it. */
  JsonNode load(String what, Path file) {
    return run(what, "import", "--retailer", server.retailerId(), file.toString());
  }

  /** Computes everything; returns the id of the snapshot. */
  String compute() {
    JsonNode computation = run("compute");
    assertThat(computation.path("attributes").path("trigger").asString()).isEqualTo("manual");
    return computation.path("attributes").path("snapshotId").asString();
  }

  private JsonNode run(String... command) {
    String[] line = Arrays.copyOf(command, command.length + 1);
    line[command.length] = "--json";
    return JsonMapper.shared().readTree(server.run(line));
  }

  /** Moves the clock past noon; returns the computation of noon when it is over. */
  JsonNode waitForNoon() {
    Instant noon = noonAfter(Instant.now());
    api.post("/v1/sandbox/clock", attributes(Map.of("advanceTo", noon.plusSeconds(1).toString())));
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      Optional<JsonNode> run = scheduled(noon);
      if (run.isPresent()) return run.get();
      pause();
    }
    throw new AssertionError("no computation of " + noon + " came to an end");
  }

  private static Instant noonAfter(Instant time) {
    long days = time.plus(HALF_A_DAY).getEpochSecond() / Duration.ofDays(1).toSeconds();
    return Instant.ofEpochSecond(Duration.ofDays(days).toSeconds()).plus(HALF_A_DAY);
  }

  private Optional<JsonNode> scheduled(Instant slot) {
    return api.get("/v1/computations")
        .valueStream()
        .filter(run -> {
          JsonNode told = run.path("attributes");
          return told.path("trigger").asString().equals("scheduled")
              && told.path("requestedAt").asString().equals(slot.toString())
              && !told.path("finishedAt").isNull();
        })
        .findFirst();
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
