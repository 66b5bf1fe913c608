package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Kind;
import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.load.Shuffle;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How fast identifiers are added: durable, applied and live when they are answered. */
public final class IngestFigures {
  private static final int[] CLIENTS = {1, 2, 4, 8};
  private static final int ROUNDS = 5;
  private static final int WARM_UPS = 24;

  /**
   * Requests of a round: enough for a percentile, and what a round adds stays small beside the
   * memory.
   */
  private static final int REQUESTS = 48;

  private final Settings settings;
  private final Section section;
  private final Budget budget;
  private final int requests;
  private int lists;

  public IngestFigures(Settings settings, Section section, Budget budget) {
    this.settings = settings;
    this.section = section;
    this.budget = budget;
    this.requests = Math.clamp(settings.users() / Feed.CHUNK, 8, REQUESTS);
  }

  /** Rounds of one figure. */
  private record Rounds(List<Double> perSecond, List<Samples> each, List<Double> clientShare) {
    Rounds() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Load.Result result) {
      perSecond.add(result.perSecond(Feed.CHUNK));
      each.add(result.each());
      clientShare.add(100 * result.clientShare());
    }
  }

  /** Into retailers that have no users yet. */
  public void intoEmptyPopulations() throws Exception {
    try (Sandbox sandbox = settings.start("ingest");
        Client client = Client.of(sandbox)) {
      int count = 1 + ROUNDS * (CLIENTS.length + 1);
      Retailers retailers = new Retailers(sandbox, client, count);
      warmUp(retailers);
      List<Double> clientShare = new ArrayList<>();
      Stat emails = Stat.of(0);
      for (int clients : CLIENTS) {
        Rounds rounds = new Rounds();
        budget.rounds(ROUNDS, 0.15, round -> rounds.add(round(retailers, Kind.EMAIL, clients)));
        tell(
            "e-mails, none known, %d client%s".formatted(clients, clients == 1 ? "" : "s"),
            rounds,
            clients,
            clients == 1 ? "" : "5,000,000");
        clientShare.addAll(rounds.clientShare());
        if (clients == 2) emails = Stat.of(rounds.perSecond());
      }
      Rounds phones = new Rounds();
      budget.rounds(ROUNDS, 0.15, round -> phones.add(round(retailers, Kind.PHONE, 2)));
      tell("phone numbers, none known, 2 clients", phones, 2, "");
      double ratio = emails.median() / Stat.of(phones.perSecond()).median();
      section.row("a phone number's cost beside an e-mail's", ratio, "times", "3 or less");
      section.row("the client's share of the processors", Stat.of(clientShare), "%", "");
    }
  }

  /** The same identifiers to list after list of one retailer, until the server is compiled. */
  private void warmUp(Retailers retailers) throws IOException {
    try (Client client = retailers.next()) {
      for (int i = 0; i < WARM_UPS; i++) {
        new Feed(client, client.list("Warm " + i, Kind.EMAIL), Kind.EMAIL, place -> place)
            .send(4, 0, requests);
      }
    }
  }

  private Load.Result round(Retailers retailers, Kind kind, int clients) throws IOException {
    try (Client empty = retailers.next()) {
      String list = empty.list("Ingest " + lists++, kind);
      return new Feed(empty, list, kind, place -> place).send(clients, 0, requests);
    }
  }

  /** Into a population of as many users as asked for. */
  void intoPopulation(Scene scene) throws Exception {
    String population = "population of %,d".formatted(settings.users());
    long before = scene.users();
    if (before < settings.users()) {
      Load.Result built = scene.grow(settings.users() - before);
      section.row(
          population + ": built, 4 clients", built.perSecond(Feed.CHUNK), "identifiers/s", "");
    }
    String target = settings.users() > 10_000_000 ? "3,000,000" : "4,000,000";
    Rounds known = new Rounds();
    budget.rounds(
        ROUNDS,
        0.3,
        round -> {
          Shuffle random = new Shuffle(settings.users(), settings.seed() + round);
          Feed feed =
              Feed.emails(
                  scene.client(),
                  scene.list("Known"),
                  place -> random.at(place % settings.users()));
          known.add(feed.send(4, 0, requests));
        });
    tell(population + ": known identifiers on a further list, 4 clients", known, 4, target);
    Rounds fresh = new Rounds();
    budget.rounds(ROUNDS, 0.3, round -> fresh.add(scene.grow((long) requests * Feed.CHUNK)));
    tell(population + ": new identifiers, 4 clients", fresh, 4, target);
  }

  private void tell(String figure, Rounds rounds, int clients, String target) {
    String orMore = target.isEmpty() ? "" : target + " or more";
    section.row(figure, Stat.of(rounds.perSecond()), "identifiers/s", orMore);
    String p50 = clients == 1 ? "15 or less" : "";
    String p99 = clients == 8 ? "60 or less" : "";
    section.row(figure + ", request p50", Stat.ofMillis(rounds.each(), 0.5), "ms", p50);
    section.row(figure + ", request p99", Stat.ofMillis(rounds.each(), 0.99), "ms", p99);
  }
}
