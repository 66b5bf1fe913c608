package dev.rollcall.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The figures, in the order in which each needs what the one before left behind. */
final class Figures {
  private static final int CHUNK = 50_000;
  private static final int LISTS = 20;
  private static final int AUDIENCES = 100;
  private static final int RUNS = 5;

  private final Client client;
  private final Report report;
  private final Random random;
  private final int users;
  private final int seconds;

  Figures(Client client, Report report, long seed, int users, int seconds) {
    this.client = client;
    this.report = report;
    this.random = new Random(seed);
    this.users = users;
    this.seconds = seconds;
  }

  /**
   * Plain e-mails never seen before, 50,000 a request, each answered when it is durable, applied
   * and live.
   */
  void ingest(int connections) throws IOException, InterruptedException {
    String segment = client.segment("Ingest " + connections, "Email");
    int requests = Math.max(connections, 2 * users / CHUNK);
    List<byte[]> bodies =
        IntStream.range(0, requests)
            .mapToObj(r -> client.add(segment, emails("in" + connections, r)))
            .toList();
    Load.Result result =
        Load.run(
            client,
            connections,
            (c, turn) ->
                c + turn * connections < requests ? bodies.get(c + turn * connections) : null);
    report.row(
        "ingest, " + connections + " client" + (connections == 1 ? "" : "s"),
        "%,.0f identifiers/s; request %s ms"
            .formatted(result.perSecond(CHUNK), percentiles(result.each())));
  }

  private static List<String> emails(String kind, int chunk) {
    return IntStream.range(0, CHUNK)
        .mapToObj(i -> kind + ".shopper." + (chunk * CHUNK + i) + "@example.com")
        .toList();
  }

  /** Lists over the whole population, and audiences of five lists each. */
  void population() throws IOException, InterruptedException {
    List<String> lists = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    for (int list = 0; list < LISTS; list++) {
      String segment = client.segment("List " + list, "CustomerId");
      lists.add(segment);
      List<String> members = new ArrayList<>();
      for (int user = list; user < users; user++) {
        if (user % LISTS == list || random.nextInt(20) == 0) members.add("customer-" + user);
      }
      for (int from = 0; from < members.size(); from += CHUNK) {
        bodies.add(
            client.add(segment, members.subList(from, Math.min(members.size(), from + CHUNK))));
      }
    }
    Load.run(client, 1, (c, turn) -> turn < bodies.size() ? bodies.get(turn) : null);
    for (int audience = 0; audience < AUDIENCES; audience++) {
      String[] leaf =
          random
              .ints(5, 0, LISTS)
              .mapToObj(i -> "{\"audienceSegmentId\":\"" + lists.get(i) + "\"}")
              .toArray(String[]::new);
      String algebra =
          "{\"or\":[{\"and\":[%s,%s,{\"not\":%s}]},{\"and\":[%s,%s]}]}".formatted((Object[]) leaf);
      client.audience("Audience " + audience, algebra);
    }
  }

  /** All audiences computed from truth, encoded, and published, as at noon and midnight. */
  void compute() throws IOException, InterruptedException {
    Samples samples = new Samples();
    Instant slot = Instant.parse("2031-01-01T00:00:00Z");
    for (int run = 0; run < RUNS; run++, slot = slot.plus(Duration.ofHours(12))) {
      samples.add(client.computeAt(slot).get("durationMs").asLong() * 1_000_000);
    }
    report.row(
        "scheduled computation of %d audiences over %,d users".formatted(AUDIENCES, users),
        samples.range("%.0f") + " ms");
  }

  /** One shopper a request. */
  void lookup(int connections) throws IOException, InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    byte[][] requests = new byte[10_000][];
    for (int i = 0; i < requests.length; i++)
      requests[i] = client.lookup("CustomerId", "customer-" + random.nextInt(users));
    Load.Result result =
        Load.run(
            client,
            connections,
            (c, turn) ->
                System.nanoTime() < end ? requests[(c * 617 + turn) % requests.length] : null);
    report.row(
        "lookup, " + connections + " connections",
        "%,.0f lookups/s; %s ms".formatted(result.perSecond(1), percentiles(result.each())));
  }

  /**
   * Pairs of an add and the next lookup, while another client adds as fast as it can: no lookup may
   * miss.
   */
  void freshness() throws IOException, InterruptedException {
    String segment = client.segment("Fresh", "CustomerId");
    String audience = client.audience("Fresh", "{\"audienceSegmentId\":\"" + segment + "\"}");
    String other = client.segment("Fresh load", "Email");
    List<byte[]> bodies =
        IntStream.range(0, 20).mapToObj(r -> client.add(other, emails("fresh", r))).toList();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    Samples adds = new Samples();
    Samples lookups = new Samples();
    int[] missed = {0};
    Thread checker =
        Thread.ofPlatform()
            .unstarted(() -> missed[0] = check(segment, audience, end, adds, lookups));
    checker.start();
    Load.Result load =
        Load.run(
            client,
            1,
            (c, turn) -> System.nanoTime() < end ? bodies.get(turn % bodies.size()) : null);
    checker.join();
    report.row(
        "acknowledged, then looked up",
        "%,d pairs, %d missed; add %s ms, lookup %s ms; beside %,.0f identifiers/s"
            .formatted(
                adds.size(),
                missed[0],
                percentiles(adds),
                percentiles(lookups),
                load.perSecond(CHUNK)));
  }

  private int check(String segment, String audience, long end, Samples adds, Samples lookups) {
    int missed = 0;
    try (Wire wire = client.connect()) {
      for (int i = 0; System.nanoTime() < end; i++) {
        String shopper = "fresh-" + i;
        byte[] add = client.add(segment, List.of(shopper));
        byte[] lookup = client.lookup("CustomerId", shopper);
        long from = System.nanoTime();
        if (wire.send(add).status() != 200) throw new IOException("an add was refused");
        long between = System.nanoTime();
        String answer = wire.send(lookup).text();
        lookups.add(System.nanoTime() - between);
        adds.add(between - from);
        if (!answer.contains('"' + audience + '"')) missed++;
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return missed;
  }

  private static String percentiles(Samples samples) {
    return "p50 %.2f, p99 %.2f".formatted(samples.millis(0.5), samples.millis(0.99));
  }

  /**
   * How long a server takes from nothing to ready, and again on what is there, stopped and killed.
   */
  static Sandbox starts(Sandbox running, Path data, List<String> javaOptions, Report report)
      throws IOException, InterruptedException {
    report.row(
        "memory",
        "%,.0f MiB resident, %,.0f MiB at most"
            .formatted(running.memoryMib("VmRSS"), running.memoryMib("VmHWM")));
    running.kill();
    Sandbox killed = Sandbox.start(data, javaOptions);
    report.row("start after kill -9", "%.2f s".formatted(killed.startNanos() / 1e9));
    killed.close();
    Sandbox stopped = Sandbox.start(data, javaOptions);
    report.row("start after a clean stop", "%.2f s".formatted(stopped.startNanos() / 1e9));
    return stopped;
  }
}
