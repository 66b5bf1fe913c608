package dev.rollcall.bench.events;

import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import dev.rollcall.bench.system.Client;
import dev.rollcall.bench.system.Sandbox;
import dev.rollcall.bench.system.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Shopping events of half a year: sent to a server until they are durable, asked there, and then
 * scanned where they lie.
 */
public final class EventFigures {
  private static final long MOST_EVENTS = 10_000_000;

  /** Of the ingest; the bodies of a round are made before its time is taken. */
  private static final int ROUNDS = 10;

  private static final int EVENTS_A_REQUEST = 10_000;
  private static final int CONNECTIONS = 4;
  private static final int ESTIMATES = 10;

  private final Settings settings;
  private final Section section;
  private final Budget budget;
  private final Shop shop;

  public EventFigures(Settings settings, Section section, Budget budget) {
    this.settings = settings;
    this.section = section;
    this.budget = budget;
    // What a request brings must not be ahead of the server's clock.
    Instant end = Instant.now().minusSeconds(60);
    this.shop = new Shop(settings.seed(), Math.min(settings.users(), MOST_EVENTS), end);
  }

  public void measure() throws Exception {
    Path store;
    String retailer;
    try (Sandbox sandbox = settings.start("events");
        Client client = Client.of(sandbox)) {
      retailer = client.retailer();
      store = sandbox.data().resolve("events");
      products(client);
      events(client);
      estimates(client);
    }
    new ScanFigures(section, budget, shop)
        .measure(store, settings.folder().resolve("events-duckdb"), retailer);
  }

  private void products(Client client) throws IOException {
    byte[] body = shop.products(0, Shop.PRODUCTS);
    long from = System.nanoTime();
    client.send(client.csv("PUT", "/v1/retailers/" + client.retailer() + "/products", body));
    double seconds = (System.nanoTime() - from) / 1e9;
    section.row("a catalogue of %,d products, imported".formatted(Shop.PRODUCTS), seconds, "s", "");
  }

  private void events(Client client) throws IOException {
    List<Double> perSecond = new ArrayList<>();
    List<Double> clientShare = new ArrayList<>();
    List<Samples> each = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long from = shop.events() * round / ROUNDS;
      long to = shop.events() * (round + 1) / ROUNDS;
      Iterator<ByteBuffer> requests = requests(client, from, to).iterator();
      Load.Result result =
          Load.closed(
              client.server(),
              CONNECTIONS,
              (connection, last) -> requests.hasNext() ? requests.next() : null);
      perSecond.add((to - from) / result.seconds());
      clientShare.add(100 * result.clientShare());
      each.add(result.each());
    }
    String figure = "%,d events, %d clients".formatted(shop.events(), CONNECTIONS);
    section.row(figure, Stat.of(perSecond), "events/s", "");
    String request = figure + ", a request of %,d, ".formatted(EVENTS_A_REQUEST);
    section.row(request + "p50", Stat.ofMillis(each, 0.5), "ms", "");
    section.row(request + "p99", Stat.ofMillis(each, 0.99), "ms", "");
    section.row("the client's share of the processors", Stat.of(clientShare), "%", "");
  }

  private List<ByteBuffer> requests(Client client, long from, long to) {
    String path = "/v1/retailers/" + client.retailer() + "/events";
    List<ByteBuffer> requests = new ArrayList<>();
    for (long at = from; at < to; at += EVENTS_A_REQUEST) {
      byte[] body = shop.events(at, Math.min(to, at + EVENTS_A_REQUEST));
      requests.add(ByteBuffer.wrap(client.csv("POST", path, body)));
    }
    return requests;
  }

  /** Another price each time, lest an answer be known already. */
  private void estimates(Client client) throws Exception {
    String figure = "size of a new segment over 180 days, estimated over HTTP";
    section.row(figure + ", the first", estimate(client, 0), "ms", "");
    List<Double> millis = new ArrayList<>();
    budget.rounds(ESTIMATES, 0.3, round -> millis.add(estimate(client, 1 + round)));
    section.row(figure + ", others", Stat.of(millis), "ms", "");
  }

  /** Milliseconds that one takes. */
  private static double estimate(Client client, int number) throws IOException {
    long from = System.nanoTime();
    client.estimate(
        "{\"shopperActivity\":\"View\",\"lookbackDays\":\"Last180Days\",\"brandIds\":[%s],\"maxPrice\":%d}"
            .formatted(ScanFigures.brandsAsJson(), 50 + number));
    return (System.nanoTime() - from) / 1e6;
  }
}
