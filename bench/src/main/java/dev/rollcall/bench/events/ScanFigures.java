package dev.rollcall.bench.events;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.ShoppingEvents;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.storage.events.FileEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Scans of a stopped server's events: by the store that it uses, and by plain DuckDB in turns. */
final class ScanFigures {
  private static final int ROUNDS = 15;
  private static final int WARM_UPS = 3;
  private static final Duration RETENTION = Duration.ofDays(190);
  private static final Set<String> BRANDS =
      IntStream.range(0, 20).mapToObj(Shop::brand).collect(Collectors.toUnmodifiableSet());
  private static final Set<String> ALL = Set.of();
  private static final OptionalDouble ANY = OptionalDouble.empty();

  private final Section section;
  private final Budget budget;
  private final Shop shop;

  ScanFigures(Section section, Budget budget, Shop shop) {
    this.section = section;
    this.budget = budget;
    this.shop = shop;
  }

  /** Milliseconds that the two took, one after the other. */
  private record Times(double ours, double plain) {
    double ratio() {
      return ours / plain;
    }
  }

  static String brandsAsJson() {
    return BRANDS.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
  }

  void measure(Path store, Path scratch, String retailer) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    Instant cutOff = LookbackWindow.cutOff(Instant.now());
    try (FileEventStore events =
        FileEventStore.open(store, RETENTION, Clock.systemUTC(), answer -> {}, cores)) {
      events.foldAll();
      events.foldAll(); // settled days are put together when nothing comes for them
      section.row(
          "disk, each event", bytes(store.resolve("data")) / (double) shop.events(), "bytes", "");
      try (PlainDuckDb plain = new PlainDuckDb(scratch, store, retailer)) {
        if (plain.events() != shop.events())
          throw new IOException(plain.events() + " events are there, not " + shop.events());
        section.row(
            "disk, each event, plain DuckDB", plain.bytes() / (double) shop.events(), "bytes", "");
        Scans scans = new Scans(events.of(Long.parseLong(retailer)), plain, cutOff);
        measure(scans, "20 of 2,000 brands, at most 50, 180 days", List.of(some(180, ANY)));
        measure(scans, "any product, 180 days", List.of(every()));
        measure(scans, "ten segments at once, 7 to 180 days", ten());
      }
    }
  }

  private record Scans(ShoppingEvents.Source ours, PlainDuckDb plain, Instant cutOff) {}

  private static Definition.Events every() {
    LookbackWindow widest = LookbackWindow.LAST_180_DAYS;
    return new Definition.Events(ShopperActivity.VIEW, widest, ALL, ALL, ANY, ANY);
  }

  private static Definition.Events some(int days, OptionalDouble least) {
    LookbackWindow window = LookbackWindow.parse("Last" + days + "Days").orElseThrow();
    return new Definition.Events(
        ShopperActivity.VIEW, window, BRANDS, ALL, least, OptionalDouble.of(50));
  }

  /** One for each window, and one more. */
  private static List<Definition.Events> ten() {
    List<Definition.Events> all = new ArrayList<>();
    for (LookbackWindow window : LookbackWindow.values()) all.add(some(window.days(), ANY));
    all.add(some(180, OptionalDouble.of(5)));
    return all;
  }

  private void measure(Scans scans, String asked, List<Definition.Events> definitions)
      throws Exception {
    for (int i = 0; i < WARM_UPS; i++) times(scans, definitions);
    List<Times> rounds = new ArrayList<>();
    budget.rounds(ROUNDS, 0.3, round -> rounds.add(times(scans, definitions)));
    section.row("scan, " + asked, Stat.of(rounds.stream().map(Times::ours).toList()), "ms", "");
    section.row(
        "the same, plain DuckDB", Stat.of(rounds.stream().map(Times::plain).toList()), "ms", "");
    section.row(
        "the same, Rollcall's time to plain DuckDB's",
        Stat.of(rounds.stream().map(Times::ratio).toList()),
        "times",
        "");
  }

  /** Both ask the same definitions, and have to find as many. */
  private static Times times(Scans scans, List<Definition.Events> definitions) throws Exception {
    long from = System.nanoTime();
    List<IdentifierKeys> found = scans.ours.shoppers(definitions, scans.cutOff);
    long between = System.nanoTime();
    List<Long> counted = new ArrayList<>();
    for (Definition.Events definition : definitions)
      counted.add(scans.plain.count(definition, scans.cutOff));
    long end = System.nanoTime();
    if (!counted.equals(found.stream().map(keys -> (long) keys.size()).toList()))
      throw new IOException("the scans differ: " + counted);
    return new Times((between - from) / 1e6, (end - between) / 1e6);
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(Path::toFile)
          .filter(java.io.File::isFile)
          .mapToLong(java.io.File::length)
          .sum();
    }
  }
}
