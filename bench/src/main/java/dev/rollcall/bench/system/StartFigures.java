package dev.rollcall.bench.system;

import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.util.ArrayList;
import java.util.List;

/** How long from starting the process until it is ready. */
public final class StartFigures {
  private static final int ROUNDS = 5;

  private final Settings settings;
  private final Section section;
  private final Budget budget;

  public StartFigures(Settings settings, Section section, Budget budget) {
    this.settings = settings;
    this.section = section;
    this.budget = budget;
  }

  /** On no folder at all. */
  public void empty() throws Exception {
    List<Double> first = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    settings.start("warm-up").close(); // the launcher builds what is not built yet
    budget.rounds(
        ROUNDS,
        0.2,
        round -> {
          String folder = "start-" + round;
          try (Sandbox sandbox = settings.start(folder)) {
            first.add(sandbox.startSeconds());
          }
          try (Sandbox sandbox = settings.start(folder)) {
            again.add(sandbox.startSeconds());
          }
        });
    section.row("empty sandbox, made and seeded", Stat.of(first), "s", "1 or less");
    section.row("empty sandbox, started again", Stat.of(again), "s", "1 or less");
  }

  void populated(Scene scene) throws Exception {
    scene.complete();
    String population = "%,d users".formatted(settings.users());
    List<Double> clean = new ArrayList<>();
    budget.rounds(ROUNDS, 0.4, round -> clean.add(scene.restart(false)));
    section.row(population + ", after a clean stop", Stat.of(clean), "s", "1 or less");
    long tail = Math.min(settings.users() / 10, FoldFigures.tail(settings.users()));
    List<Double> killed = new ArrayList<>();
    budget.rounds(
        ROUNDS,
        0.8,
        round -> {
          scene.restart(false);
          scene.grow(tail);
          killed.add(scene.restart(true));
        });
    section.row(
        "%s, after kill -9 with %,d identifiers in no checkpoint".formatted(population, tail),
        Stat.of(killed),
        "s",
        "5 or less");
  }
}
