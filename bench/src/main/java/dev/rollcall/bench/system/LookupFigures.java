package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Kind;
import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** How fast shoppers are looked up among a thousand live audiences. */
final class LookupFigures {
  private static final int ROUNDS = 5;
  private static final int SHOPPERS = 20_000;
  private static final int BATCH = 1_000;
  private static final int BATCHES = 20;
  private static final double PACE = 40_000;

  /**
   * Three quarters of it: what is left shows how long answers take when the machine is not full.
   */
  private static final double CALM_PACE = 30_000;

  private static final double ROUND_SECONDS = 5;

  private final Scene scene;
  private final Section section;
  private final Budget budget;
  private final Random random;

  LookupFigures(Scene scene, Section section, Budget budget) {
    this.scene = scene;
    this.section = section;
    this.budget = budget;
    this.random = new Random(scene.settings().seed());
  }

  /** Sends one of the requests after the other, each over and over, for some time. */
  private static final class Cycle implements Load.Source {
    private final ByteBuffer[] requests;
    private final long end;
    private int next;

    Cycle(ByteBuffer[] requests, double seconds) {
      this.requests = requests;
      this.end = System.nanoTime() + (long) (seconds * 1e9);
    }

    @Override
    public @org.jspecify.annotations.Nullable ByteBuffer next(
        int connection, Load.@org.jspecify.annotations.Nullable Answer last) {
      if (System.nanoTime() > end) return null;
      return requests[next++ % requests.length].duplicate();
    }
  }

  void measure() throws Exception {
    scene.complete();
    new Runs(scene.client()).settle();
    Client client = scene.client();
    long users = scene.users();
    ByteBuffer[] single = new ByteBuffer[SHOPPERS];
    for (int i = 0; i < SHOPPERS; i++)
      single[i] = client.lookup(Kind.EMAIL, random.nextLong(users));
    double seconds = Math.clamp(budget.left().toMillis() / 1e3 / 25, 1, ROUND_SECONDS);
    Load.closed(client.server(), 16, new Cycle(single, seconds)); // the server's warm-up
    rounds("4 connections", 4, 0, single, seconds, "", "");
    rounds("16 connections", 16, 0, single, seconds, "40,000 or more", "2 or less");
    rounds("16 connections, 40,000/s asked", 16, PACE, single, seconds, "", "2 or less");
    rounds("16 connections, 30,000/s asked", 16, CALM_PACE, single, seconds, "", "2 or less");
    batches(users, seconds);
  }

  private void rounds(
      String figure,
      int connections,
      double pace,
      ByteBuffer[] requests,
      double seconds,
      String target,
      String p99)
      throws Exception {
    List<Samples> each = new ArrayList<>();
    List<Double> perSecond = new ArrayList<>();
    List<Double> share = new ArrayList<>();
    budget.rounds(
        ROUNDS,
        0.2,
        round -> {
          Cycle cycle = new Cycle(requests, seconds);
          Load.Result result =
              pace == 0
                  ? Load.closed(scene.client().server(), connections, cycle)
                  : Load.paced(scene.client().server(), connections, pace, cycle);
          perSecond.add(result.perSecond(1));
          each.add(result.each());
          share.add(100 * result.clientShare());
        });
    section.row("lookup, " + figure, Stat.of(perSecond), "lookups/s", target);
    section.row("lookup, " + figure + ", p50", Stat.ofMillis(each, 0.5), "ms", "");
    section.row("lookup, " + figure + ", p99", Stat.ofMillis(each, 0.99), "ms", p99);
    section.row(
        "lookup, " + figure + ", the client's share of the processors", Stat.of(share), "%", "");
  }

  private void batches(long users, double seconds) throws Exception {
    ByteBuffer[] requests = new ByteBuffer[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      List<Long> shoppers =
          IntStream.range(0, BATCH).mapToObj(n -> random.nextLong(users)).toList();
      requests[i] = scene.client().lookup(Kind.EMAIL, shoppers);
    }
    Load.closed(scene.client().server(), 1, new Cycle(requests, seconds / 2));
    List<Samples> each = new ArrayList<>();
    budget.rounds(
        ROUNDS,
        0.5,
        round ->
            each.add(
                Load.closed(scene.client().server(), 1, new Cycle(requests, seconds / 2)).each()));
    section.row(
        "batch lookup, 1,000 users in a request, p50", Stat.ofMillis(each, 0.5), "ms", "5 or less");
    section.row("batch lookup, 1,000 users in a request, p99", Stat.ofMillis(each, 0.99), "ms", "");
  }
}
