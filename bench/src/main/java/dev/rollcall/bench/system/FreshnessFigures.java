package dev.rollcall.bench.system;

import dev.rollcall.bench.load.AddRequest;
import dev.rollcall.bench.load.Kind;
import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.load.Shuffle;
import dev.rollcall.bench.load.Wire;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Whether an acknowledged change is in the next lookup, and how old sizes are, while a million
 * identifiers a second arrive.
 */
final class FreshnessFigures {
  private static final int PAIRS = 100_000;
  private static final int CHECKERS = 8;
  private static final double PACE = 1_000_000;
  private static final long PROBE_GAP_MILLIS = 20;
  private static final long GLANCE_MILLIS = 5;
  private static final long LEAST_NANOS = 10_000_000_000L;

  /** Numbers of shoppers that nothing else uses. */
  private static final long CHECKED = 900_000_000;

  private static final long PROBED = 950_000_000;

  private final Scene scene;
  private final Section section;
  private final Budget budget;
  private final AtomicBoolean done = new AtomicBoolean();

  FreshnessFigures(Scene scene, Section section, Budget budget) {
    this.scene = scene;
    this.section = section;
    this.budget = budget;
  }

  void measure() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      String probed = scene.list("Probed");
      scene
          .client()
          .audiences(scene.name("Probed"), List.of("{\"audienceSegmentId\":\"" + probed + "\"}"));
      Probes probes = new Probes(probed);
      Future<Load.Result> load = threads.submit(load());
      Future<Samples> ages = threads.submit(probes::watch);
      Future<?> adding = threads.submit(probes::add);
      Checks checks = new Checks();
      try {
        checks.run();
      } finally {
        done.set(true);
      }
      section.row(
          "identifiers that arrived meanwhile",
          load.get().perSecond(Feed.CHUNK),
          "identifiers/s",
          "");
      section.row(
          "pairs of an acknowledged add and the next lookup",
          checks.pairs,
          "",
          "%,d or more".formatted(PAIRS));
      section.row("of them missed", checks.missed, "", "0");
      section.row("add of one, p99", Stat.of(checks.adds.millis(0.99)), "ms", "");
      section.row("lookup after it, p99", Stat.of(checks.lookups.millis(0.99)), "ms", "");
      adding.get();
      Samples age = ages.get();
      section.row("probes of a list's size", age.size(), "", "");
      String figure = "acknowledged until in the published size";
      if (age.size() == 0) {
        section.absent(figure, "no published size had a probe in the time there was");
        return;
      }
      section.row(figure + ", p50", age.millis(0.5), "ms", "");
      section.row(figure + ", p99", age.millis(0.99), "ms", "1,000 or less");
    }
  }

  /** Known identifiers onto one list after another, at an even pace. */
  private Callable<Load.Result> load() throws IOException {
    Client client = scene.client();
    List<String> lists =
        List.of(scene.list("Arriving"), scene.list("Arriving"), scene.list("Arriving"));
    Shuffle users = new Shuffle(scene.users(), scene.settings().seed());
    int connections = 4;
    AddRequest[][] requests = new AddRequest[lists.size()][connections];
    for (int list = 0; list < lists.size(); list++) {
      for (int c = 0; c < connections; c++)
        requests[list][c] = client.add(lists.get(list), Kind.EMAIL, Feed.CHUNK);
    }
    long[] turn = {0};
    return () ->
        Load.paced(
            client.server(),
            connections,
            PACE / Feed.CHUNK,
            (connection, last) -> {
              if (done.get()) return null;
              AddRequest request = requests[(int) (turn[0] % lists.size())][connection];
              return request.of(Feed.CHUNK * turn[0]++, place -> users.at(place % scene.users()));
            });
  }

  /** Each checker adds a shopper, and when that is answered asks for them at once. */
  private final class Checks {
    private final String list = scene.list("Checked");
    private final String expected;
    private final AddRequest[] requests = new AddRequest[CHECKERS];
    private final boolean[] asking = new boolean[CHECKERS];
    private final Samples adds = new Samples();
    private final Samples lookups = new Samples();
    private final long end =
        System.nanoTime() + Math.max(LEAST_NANOS, budget.share(0.6).left().toNanos());
    private int pairs;
    private int missed;

    Checks() throws IOException {
      String algebra = "{\"audienceSegmentId\":\"" + list + "\"}";
      expected =
          "\""
              + scene.client().audiences(scene.name("Checked"), List.of(algebra)).getFirst()
              + "\"";
      for (int i = 0; i < CHECKERS; i++) requests[i] = scene.client().add(list, Kind.EMAIL, 1);
    }

    void run() throws IOException {
      long[] shopper = new long[CHECKERS];
      Load.closed(
          scene.client().server(),
          CHECKERS,
          (checker, last) -> {
            if (asking[checker]) {
              if (last != null) adds.add(last.nanos());
              asking[checker] = false;
              return scene.client().lookup(Kind.EMAIL, shopper[checker]);
            }
            if (last != null) count(last);
            if (pairs >= PAIRS - CHECKERS + 1 || System.nanoTime() > end) return null;
            asking[checker] = true;
            shopper[checker] = CHECKED + pairs * (long) CHECKERS + checker;
            long number = shopper[checker];
            return add(checker, number);
          });
    }

    private ByteBuffer add(int checker, long number) {
      return requests[checker].of(0, place -> number);
    }

    private void count(Load.Answer answer) {
      lookups.add(answer.nanos());
      pairs++;
      if (!answer.text().contains(expected)) missed++;
    }
  }

  /**
   * Adds one shopper after the other to a list, and watches for the published size that has them.
   */
  private final class Probes {
    private final String list;
    private final long[] acknowledged = new long[1 << 20];
    private volatile int added;

    Probes(String list) {
      this.list = list;
    }

    @Nullable Void add() throws IOException, InterruptedException {
      Client client = scene.client();
      AddRequest request = client.add(list, Kind.EMAIL, 1);
      try (Wire wire = client.connect()) {
        for (int at = 0; !done.get() && at < acknowledged.length; at++) {
          long number = PROBED + at;
          ByteBuffer bytes = request.of(0, place -> number);
          byte[] whole = new byte[bytes.remaining()];
          bytes.get(whole);
          if (wire.send(whole).status() != 200) throw new IOException("an add was refused");
          acknowledged[at] = System.nanoTime();
          added = at + 1;
          Thread.sleep(PROBE_GAP_MILLIS);
        }
      }
      return null;
    }

    Samples watch() throws IOException, InterruptedException {
      Samples ages = new Samples();
      long limit = Long.MAX_VALUE;
      try (Client client = scene.client().again()) {
        String last = "";
        int seen = 0;
        while (!(done.get() && seen == added) && System.nanoTime() < limit) {
          if (done.get() && limit == Long.MAX_VALUE) limit = System.nanoTime() + 10_000_000_000L;
          Thread.sleep(GLANCE_MILLIS);
          String newest = client.newestSnapshot();
          if (newest.equals(last)) continue;
          last = newest;
          long now = System.nanoTime();
          int size = sizeIn(client.text("/v1/snapshots/" + newest));
          for (; seen < Math.min(size, added); seen++)
            ages.add(Math.max(0, now - acknowledged[seen]));
        }
      }
      return ages;
    }

    /** The list's size in a snapshot told as text, 0 when it is not there. */
    private int sizeIn(String snapshot) {
      int segment = snapshot.indexOf("\"audienceSegmentId\":\"" + list + "\"");
      if (segment < 0) return 0;
      String before = "\"size\":";
      int from = snapshot.indexOf(before, segment) + before.length();
      int to = snapshot.indexOf(',', from);
      return Integer.parseInt(snapshot.substring(from, to));
    }
  }
}
