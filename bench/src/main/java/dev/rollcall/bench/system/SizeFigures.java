package dev.rollcall.bench.system;

import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How long somebody waits who edits an audience, and asks for its size with every change. */
final class SizeFigures {
  private static final int ROUNDS = 5;
  private static final int ESTIMATES = 100;
  private static final int OVERLAPS = 20;
  private static final int SETS = 10;

  private final Scene scene;
  private final Section section;
  private final Budget budget;

  SizeFigures(Scene scene, Section section, Budget budget) {
    this.scene = scene;
    this.section = section;
    this.budget = budget;
  }

  void measure() throws Exception {
    scene.fillLists(scene.settings().users());
    new Runs(scene.client()).settle();
    String among = "among %,d users".formatted(scene.users());
    rounds("size of an audience of 5 lists, estimated, " + among, ESTIMATES, this::estimate);
    rounds("overlap of %d lists, %s".formatted(SETS, among), OVERLAPS, this::overlap);
  }

  /** One request after the other; the first round is the warm-up. */
  private void rounds(String figure, int requests, Supplier<byte[]> question) throws Exception {
    section.row(figure + ", the first", Stat.of(ask(1, question).millis(1)), "ms", "");
    ask(requests, question);
    List<Samples> each = new ArrayList<>();
    budget.rounds(ROUNDS, 0.4, round -> each.add(ask(requests, question)));
    section.row(figure + ", p50", Stat.ofMillis(each, 0.5), "ms", "");
    section.row(figure + ", p99", Stat.ofMillis(each, 0.99), "ms", "");
  }

  private Samples ask(int requests, Supplier<byte[]> question) throws IOException {
    Samples samples = new Samples();
    for (int i = 0; i < requests; i++) {
      byte[] request = question.get();
      long asked = System.nanoTime();
      scene.client().send(request);
      samples.add(System.nanoTime() - asked);
    }
    return samples;
  }

  private byte[] estimate() {
    Client client = scene.client();
    return client.request(
        "POST",
        "/preview/retail-media/accounts/" + client.account() + "/audiences/estimate-size",
        "{\"data\":{\"attributes\":{\"retailerId\":\"%s\",\"channel\":\"Offsite\",\"algebra\":%s}}}"
            .formatted(client.retailer(), scene.algebra()));
  }

  private byte[] overlap() {
    Client client = scene.client();
    String ids =
        scene.lists().stream()
            .limit(SETS)
            .map(id -> '"' + id + '"')
            .collect(Collectors.joining(","));
    return client.request(
        "POST",
        "/v1/accounts/" + client.account() + "/audiences/overlap",
        "{\"data\":{\"attributes\":{\"ids\":[" + ids + "]}}}");
  }
}
