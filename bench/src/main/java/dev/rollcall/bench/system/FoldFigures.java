package dev.rollcall.bench.system;

import dev.rollcall.bench.load.AddRequest;
import dev.rollcall.bench.load.Kind;
import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.load.Shuffle;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import dev.rollcall.bench.system.CheckpointWatch.Written;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs to turn the log into populations: reading it again at a start, and writing
 * checkpoints.
 */
final class FoldFigures {
  private static final int ROUNDS = 3;

  /** Fewer would be lost in what a start varies by anyway. */
  private static final long LEAST_TAIL = 2_000_000;

  /** Just fewer than a checkpoint comes after. */
  private static final long GREATEST_TAIL = 9_900_000;

  /** Ten seconds and more between two checkpoints: both times are seen. */
  private static final double PACE = 1_000_000;

  private static final int CONNECTIONS = 4;
  private static final double SECONDS = 45;
  private static final double LEAST_SECONDS = 25;

  private final Scene scene;
  private final Section section;
  private final Budget budget;

  FoldFigures(Scene scene, Section section, Budget budget) {
    this.scene = scene;
    this.section = section;
    this.budget = budget;
  }

  /** Identifiers that a start is to read again. */
  static long tail(long users) {
    return Math.clamp(users / 10, LEAST_TAIL, GREATEST_TAIL);
  }

  void measure() throws Exception {
    scene.complete();
    replay();
    checkpoints();
  }

  private void replay() throws Exception {
    long tail = tail(scene.settings().users());
    List<Double> perSecond = new ArrayList<>();
    budget.rounds(
        ROUNDS,
        0.4,
        round -> {
          double clean = scene.restart(false);
          scene.grow(tail);
          double killed = scene.restart(true);
          perSecond.add(tail / Math.max(0.001, killed - clean));
        });
    section.row(
        "replay of %,d identifiers after kill -9 (what the start takes beyond a clean one)"
            .formatted(tail),
        Stat.of(perSecond),
        "identifiers/s",
        "");
  }

  /** When a request was answered, and how long it took. */
  private record Request(long at, long nanos) {}

  private void checkpoints() throws IOException, InterruptedException {
    List<Request> requests = new ArrayList<>();
    List<Written> written;
    try (CheckpointWatch watch =
        new CheckpointWatch(scene.sandbox().data().resolve("checkpoint"))) {
      load(requests);
      written = watch.written();
    }
    if (written.isEmpty()) {
      section.absent(
          "a checkpoint while 1 M identifiers/s arrive", "none came in the time there was");
      return;
    }
    Samples beside = new Samples();
    Samples apart = new Samples();
    for (Request request : requests) {
      long from = request.at() - request.nanos();
      boolean during = written.stream().anyMatch(w -> from < w.to() && w.from() < request.at());
      (during ? beside : apart).add(request.nanos());
    }
    String figure = "a checkpoint while 1 M identifiers/s arrive";
    section.row(
        figure + ", time", Stat.of(written.stream().map(Written::millis).toList()), "ms", "");
    List<Double> mib = written.stream().map(w -> w.bytes() / (double) (1 << 20)).toList();
    section.row(figure + ", written", Stat.of(mib), "MiB", "");
    if (beside.size() > 0) section.row("requests beside it, p99", beside.millis(0.99), "ms", "");
    if (apart.size() > 0) section.row("requests at other times, p99", apart.millis(0.99), "ms", "");
  }

  /** Known identifiers put on ten lists in turn. */
  private void load(List<Request> requests) throws IOException {
    Client client = scene.client();
    String[] lists = new String[10];
    for (int i = 0; i < lists.length; i++) lists[i] = scene.list("Folded");
    AddRequest[][] adds = new AddRequest[CONNECTIONS][lists.length];
    for (AddRequest[] own : adds) {
      for (int i = 0; i < lists.length; i++) own[i] = client.add(lists[i], Kind.EMAIL, Feed.CHUNK);
    }
    Shuffle users = new Shuffle(scene.users(), scene.settings().seed());
    double seconds = Math.clamp(budget.left().toMillis() / 1e3, LEAST_SECONDS, SECONDS);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long[] turn = {0};
    Load.paced(
        client.server(),
        CONNECTIONS,
        PACE / Feed.CHUNK,
        (connection, last) -> {
          long now = System.nanoTime();
          if (last != null) requests.add(new Request(now, last.nanos()));
          if (now > end) return null;
          AddRequest request = adds[connection][(int) (turn[0] % lists.length)];
          return request.of(Feed.CHUNK * turn[0]++, place -> users.at(place % scene.users()));
        });
  }
}
