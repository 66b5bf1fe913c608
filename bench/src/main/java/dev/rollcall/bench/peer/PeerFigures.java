package dev.rollcall.bench.peer;

import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import dev.rollcall.bench.system.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rollcall and its peers at the same work, one after the other on the same machine, each beside
 * Rollcall's figure.
 */
public final class PeerFigures {
  /**
   * A tenth of the users: the peers' lists are many times as large, and most load them at a
   * fraction of the pace.
   */
  private static final int SHARE = 10;

  private static final int FEWEST_USERS = 100_000;
  private static final int ROUNDS = 5;
  private static final int LOOKUPS = 200;

  /** Before each figure: compilers and caches are as warm for one system as for the other. */
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  private final Settings settings;
  private final Section section;
  private final Budget budget;
  private final Work work;
  private final Map<String, Double> ours = new HashMap<>();

  public PeerFigures(Settings settings, Section section, Budget budget) {
    this.settings = settings;
    this.section = section;
    this.budget = budget;
    int users = (int) Math.clamp(settings.users() / SHARE, FEWEST_USERS, 10_000_000L);
    this.work = new Work(users, settings.seed());
  }

  public void measure() throws Exception {
    Path folder = settings.folder().resolve("peers");
    String scale = "system, %,d users, %,d memberships".formatted(work.users(), work.memberships());
    section.table(scale, "figure", "median", "least to greatest", "unit", "times Rollcall's");
    measure("Rollcall", () -> new RollcallPeer(settings));
    measure("PostgreSQL", () -> new PostgresPeer(folder.resolve("postgresql")));
    measure(
        "PostgreSQL, roaringbitmap",
        () -> new PostgresBitmapPeer(folder.resolve("postgresql-bitmaps")));
    measure("DuckDB", () -> new DuckDbPeer(folder.resolve("duckdb")));
    measure("SQLite", () -> new SqlitePeer(folder.resolve("sqlite")));
    measure("Redis, sets", () -> new RedisSetPeer(folder.resolve("redis-sets")));
    measure("Redis, bitmaps", () -> new RedisBitmapPeer(folder.resolve("redis-bitmaps")));
    measure("Lucene", () -> new LucenePeer(folder.resolve("lucene")));
  }

  private void measure(String name, Peer.Start start) throws Exception {
    try (Peer peer = start.start()) {
      peer.load(work);
      row(name, "bytes a membership", Stat.of(peer.bytes() / work.memberships()), "bytes");
      add(name, peer);
      count(name, peer);
      lookup(name, peer);
      compute(name, peer);
    } catch (Peer.Absent e) {
      section.cells(name, "absent: " + e.getMessage(), "", "", "", "");
    }
  }

  private void add(String name, Peer peer) throws Exception {
    List<Double> millis = new ArrayList<>();
    peer.add(0, work.added(ROUNDS));
    budget.rounds(
        ROUNDS,
        0.05,
        round -> {
          int[] users = work.added(round);
          int list = round % Work.LISTS;
          long from = System.nanoTime();
          peer.add(list, users);
          boolean visible = peer.contains(list, users[users.length - 1]);
          millis.add((System.nanoTime() - from) / 1e6);
          if (!visible) throw new IllegalStateException(name + " does not show what was added");
        });
    row(
        name,
        "50,000 added until a lookup shows them (" + peer.durability() + ")",
        Stat.of(millis),
        "ms");
  }

  private void count(String name, Peer peer) throws Exception {
    List<Double> millis = new ArrayList<>();
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int i = Work.AUDIENCES - 1; i > 2 * ROUNDS && System.nanoTime() < end; i--) {
      peer.count(work.audiences().get(i));
    }
    budget.rounds(
        2 * ROUNDS,
        0.05,
        round -> {
          long from = System.nanoTime();
          peer.count(work.audiences().get(round));
          millis.add((System.nanoTime() - from) / 1e6);
        });
    row(name, "users of five lists combined, counted", Stat.of(millis), "ms");
  }

  private void lookup(String name, Peer peer) throws Exception {
    List<Samples> rounds = new ArrayList<>();
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int user : work.asked(ROUNDS, 100 * LOOKUPS)) {
      peer.lookup(user);
      if (System.nanoTime() > end) break;
    }
    budget.rounds(
        ROUNDS,
        0.05,
        round -> {
          Samples samples = new Samples();
          for (int user : work.asked(round, LOOKUPS)) {
            long from = System.nanoTime();
            peer.lookup(user);
            samples.add(System.nanoTime() - from);
          }
          rounds.add(samples);
        });
    row(name, "one user looked up, p50", Stat.ofMillis(rounds, 0.5), "ms");
  }

  private void compute(String name, Peer peer) throws Exception {
    List<Double> seconds = new ArrayList<>();
    int sample = peer.sample();
    budget.rounds(
        ROUNDS,
        0.1,
        round -> {
          List<Work.Audience> some =
              sample == Work.AUDIENCES
                  ? work.audiences()
                  : work.audiences().subList(round * sample, (round + 1) * sample);
          long from = System.nanoTime();
          peer.compute(some);
          seconds.add((System.nanoTime() - from) / 1e9 * Work.AUDIENCES / sample);
        });
    String scaled = sample == Work.AUDIENCES ? "" : ", from " + sample + " of them";
    row(name, "1,000 audiences computed and kept" + scaled, Stat.of(seconds), "s");
  }

  /** A figure's unit and its first words say which one of Rollcall's it stands beside. */
  private void row(String name, String figure, Stat stat, String unit) {
    String key = figure.split(" \\(|,", 2)[0] + unit;
    double base = ours.computeIfAbsent(key, first -> stat.median());
    String ratio = name.equals("Rollcall") ? "" : Stat.number(stat.median() / base);
    section.cells(name, figure, Stat.number(stat.median()), stat.spread(), unit, ratio);
  }
}
