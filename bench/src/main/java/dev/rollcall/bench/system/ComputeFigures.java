package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Shuffle;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How long computations take: everything from truth, and what changed. */
final class ComputeFigures {
  private static final int ROUNDS = 5;

  /** Points of a sweep. */
  private static final int SWEEP = 3;

  /** A list's change may be seen to cost less than a larger one. */
  private static final int FEW = 500;

  /** Users of one large list. */
  private static final long LARGE = 10_000_000;

  private final Scene scene;
  private final Section section;
  private final Budget budget;

  ComputeFigures(Scene scene, Section section, Budget budget) {
    this.scene = scene;
    this.section = section;
    this.budget = budget;
  }

  void measure() throws Exception {
    sweeps();
    change(
        "one list changed by 50,000 known users",
        0.2,
        round -> {
          addKnown(scene.lists().get(round), round, Feed.CHUNK);
        });
    change(
        "one list changed by 500 known users",
        0.25,
        round -> {
          addKnown(scene.lists().get(round), 100 + round, FEW);
        });
    change(
        "one list changed by 50,000 new users",
        0.3,
        round -> {
          long users = scene.users();
          Feed.emails(scene.client(), scene.lists().get(round), place -> users + place)
              .send(1, Feed.CHUNK);
          scene.grown(Feed.CHUNK);
        });
    large();
  }

  private void sweeps() throws Exception {
    long users = scene.settings().users();
    List<Stat> byUsers = new ArrayList<>();
    for (long some : new long[] {users / 10, users / 3, users}) {
      if (scene.users() > some) continue; // what ran before left more users
      scene.fillLists(some);
      scene.audiences(Scene.AUDIENCES);
      byUsers.add(sweep(some, Scene.AUDIENCES, ""));
    }
    scene.complete();
    List<Stat> byAudiences = new ArrayList<>();
    for (int audiences : new int[] {Scene.AUDIENCES / 4, Scene.AUDIENCES / 2}) {
      scene.audiences(audiences);
      byAudiences.add(sweep(scene.users(), audiences, ""));
    }
    scene.complete();
    byAudiences.add(sweep(scene.users(), Scene.AUDIENCES, target()));
    growth("10 times the users", byUsers, "10 or less");
    growth("4 times the audiences", byAudiences, "4 or less");
  }

  /** Cost that grows linearly, or less, takes no more than as many times the time. */
  private void growth(String what, List<Stat> sweep, String target) {
    if (sweep.size() < SWEEP) return;
    double times = sweep.getLast().median() / sweep.getFirst().median();
    section.row("scheduled computation, time for " + what, times, "times", target);
  }

  private String target() {
    long users = scene.settings().users();
    return users == 10_000_000 ? "1,000 or less" : users == 100_000_000 ? "8,000 or less" : "";
  }

  private Stat sweep(long users, int audiences, String target) throws Exception {
    Runs runs = new Runs(scene.client());
    runs.settle();
    runs.scheduled(); // the first writes what the next ones find written
    List<Double> millis = new ArrayList<>();
    budget.rounds(ROUNDS, 0.15, round -> millis.add(runs.scheduled().get("durationMs").asDouble()));
    Stat stat = Stat.of(millis);
    String figure = "scheduled computation, %,d audiences, %,d users".formatted(audiences, users);
    section.row(figure, stat, "ms", target);
    section.row(figure + ", each audience and user", stat.times(1e9 / audiences / users), "ps", "");
    return stat;
  }

  /** A list changes; what uses it is computed again, on its own, some time after. */
  private void change(String what, double share, Budget.Round add) throws Exception {
    Runs runs = new Runs(scene.client());
    List<Double> computing = new ArrayList<>();
    List<Double> live = new ArrayList<>();
    int[] audiences = {0};
    budget.rounds(
        2 * ROUNDS,
        share,
        round -> {
          runs.settle();
          add.run(round);
          long acknowledged = System.nanoTime();
          JsonNode run = runs.reflecting(runs.position());
          live.add((System.nanoTime() - acknowledged) / 1e6);
          computing.add(run.get("durationMs").asDouble());
          audiences[0] = run.get("counts").get("changedAudiences").asInt();
        });
    section.row(
        "%s, and %d audiences with it: computed".formatted(what, audiences[0]),
        Stat.of(computing),
        "ms",
        scene.settings().users() >= LARGE ? "50 or less" : "");
    section.row("the same, acknowledged until published", Stat.of(live), "ms", "");
  }

  private void addKnown(String list, int round, int count) throws IOException {
    Shuffle random = new Shuffle(scene.users(), scene.settings().seed() + 1_000 + round);
    Feed.emails(scene.client(), list, random::at).send(1, count);
  }

  /** A list of most users or of ten million, whichever is less, and audiences that use it. */
  private void large() throws Exception {
    long most = Math.min(LARGE, scene.users() - 2L * ROUNDS * Feed.CHUNK);
    if (most <= 0) return;
    String list = scene.list("Large");
    Shuffle order = new Shuffle(scene.users(), scene.settings().seed() + 2_000);
    Feed.emails(scene.client(), list, order::at).send(4, most);
    List<String> audiences = scene.audiencesOf(list);
    change(
        "one list of %,d users changed by 50,000 known ones".formatted(most),
        0.5,
        round -> {
          long from = most + round * (long) Feed.CHUNK;
          Feed.emails(scene.client(), list, place -> order.at(from + place)).send(1, Feed.CHUNK);
        });
    scene.client().deleteAudiences(audiences);
  }
}
