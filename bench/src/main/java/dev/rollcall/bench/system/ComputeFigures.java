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

  private final Scene scene;
  private final Section section;
  private final Budget budget;

  ComputeFigures(Scene scene, Section section, Budget budget) {
    this.scene = scene;
    this.section = section;
    this.budget = budget;
  }

  void measure() throws Exception {
    long users = scene.settings().users();
    for (long some : new long[] {users / 10, users / 3, users}) {
      if (scene.users() > some) continue; // what ran before left more users
      scene.fillLists(some);
      scene.audiences(Scene.AUDIENCES);
      sweep(some, Scene.AUDIENCES, "");
    }
    scene.complete();
    for (int audiences : new int[] {Scene.AUDIENCES / 4, Scene.AUDIENCES / 2}) {
      scene.audiences(audiences);
      sweep(scene.users(), audiences, "");
    }
    scene.complete();
    sweep(scene.users(), Scene.AUDIENCES, target());
    changes("50,000 known users", 0);
    changes("50,000 new users", Feed.CHUNK);
  }

  private String target() {
    long users = scene.settings().users();
    return users == 10_000_000 ? "1,000 or less" : users == 100_000_000 ? "8,000 or less" : "";
  }

  private void sweep(long users, int audiences, String target) throws Exception {
    Runs runs = new Runs(scene.client());
    runs.settle();
    runs.scheduled(); // the first writes what the next ones find written
    List<Double> millis = new ArrayList<>();
    budget.rounds(ROUNDS, 0.15, round -> millis.add(runs.scheduled().get("durationMs").asDouble()));
    Stat stat = Stat.of(millis);
    String figure = "scheduled computation, %,d audiences, %,d users".formatted(audiences, users);
    section.row(figure, stat, "ms", target);
    section.row(figure + ", each audience and user", stat.times(1e9 / audiences / users), "ps", "");
  }

  /** One list changes by 50,000; what uses it is computed again, on its own, some time after. */
  private void changes(String what, int fresh) throws Exception {
    Runs runs = new Runs(scene.client());
    List<Double> computing = new ArrayList<>();
    List<Double> live = new ArrayList<>();
    int[] audiences = {0};
    budget.rounds(
        2 * ROUNDS,
        0.3,
        round -> {
          runs.settle();
          String list = scene.lists().get(round);
          add(list, round, fresh);
          long acknowledged = System.nanoTime();
          JsonNode run = runs.reflecting(runs.position());
          live.add((System.nanoTime() - acknowledged) / 1e6);
          computing.add(run.get("durationMs").asDouble());
          audiences[0] = run.get("counts").get("changedAudiences").asInt();
        });
    String figure =
        "one list changed by %s, and %d audiences with it: computed".formatted(what, audiences[0]);
    section.row(
        figure,
        Stat.of(computing),
        "ms",
        scene.settings().users() == 10_000_000 ? "50 or less" : "");
    section.row("the same, acknowledged until published", Stat.of(live), "ms", "");
  }

  private void add(String list, int round, int fresh) throws IOException {
    long users = scene.users();
    if (fresh > 0) {
      Feed.emails(scene.client(), list, place -> users + place).send(1, fresh);
      scene.grown(fresh);
    } else {
      Shuffle random = new Shuffle(users, scene.settings().seed() + 1_000 + round);
      Feed.emails(scene.client(), list, random::at).send(1, Feed.CHUNK);
    }
  }
}
