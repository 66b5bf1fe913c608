package dev.rollcall.server.journey;

import static dev.rollcall.server.journey.Choice.all;
import static dev.rollcall.server.journey.Choice.any;
import static dev.rollcall.server.journey.Choice.not;
import static dev.rollcall.server.journey.Choice.on;
import static dev.rollcall.server.journey.CompleteJourney.byNumber;
import static dev.rollcall.server.journey.ContactForm.CUSTOMER_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LookbackWindow;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.server.RunningServer;
import dev.rollcall.server.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Real purchases, imported as an operator does: event segments, alone and with campaigns' lists,
 * against the files themselves.
 */
@EnabledIf(
    value = "dev.rollcall.server.journey.CompleteJourney#isThere",
    disabledReason = "shared/data/complete-journey is not beside the project")
class EventSegmentsJourneyTest {
  /** After the last purchase, as none is taken that has not happened yet. */
  private static final Instant NOW = Instant.parse("2018-01-01T09:00:00Z");

  private static final List<String> CAMPAIGNS = List.of("8", "13", "18", "26");
  private static final Set<String> ALL = Set.of();
  private static final OptionalDouble ANY = OptionalDouble.empty();

  private final CompleteJourney journey = CompleteJourney.read();
  private final Purchases purchases = Purchases.read();

  /** By segment the households that are in it. */
  private final NavigableMap<String, Set<String>> segments = new TreeMap<>();

  private final NavigableMap<String, Choice> audiences = new TreeMap<>();

  @Test
  void event_segments_and_campaigns_are_what_the_files_say(@TempDir Path folder)
      throws IOException {
    assertThat(purchases.products()).hasSize(92_331);
    assertThat(purchases.rows()).hasSize(75_000);
    Config config =
        Config.read(
            Optional.empty(),
            Map.of(
                "ROLLCALL_DATA_FOLDER", folder.resolve("data").toString(),
                "ROLLCALL_HTTP_PORT", "0",
                "ROLLCALL_EVENTS_RETENTION_DAYS", "400"));
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (ShopServer server = new ShopServer(folder, new RunningServer(config, clock))) {
      Shop shop = server.shop();
      make(shop);
      int half = purchases.rows().size() / 2;
      bring(server, folder, 0, half);
      server.compute();
      JsonNode products =
          server.load("products", purchases.writeProducts(folder.resolve("products.csv.gz")));
      assertThat(products.path("products").asInt()).isEqualTo(92_331);
      server.compute();
      bring(server, folder, half, 75_000);
      Map<String, Set<String>> expected = expected();
      assertThat(shop.lookup(CUSTOMER_ID, journey.households()).audiences()).isEqualTo(expected);
      JsonNode snapshot = shop.snapshot(server.compute());
      assertThat(shop.segmentSizes(snapshot)).isEqualTo(PlainShop.sizes(segments));
      assertThat(shop.audienceSizes(snapshot)).isEqualTo(PlainShop.sizes(expected));
    }
  }

  private void bring(ShopServer server, Path folder, int from, int to) {
    JsonNode told =
        server.load("events", purchases.writeEvents(folder.resolve("events.csv.gz"), from, to));
    assertThat(told.path("events").asInt()).isEqualTo(to - from);
    assertThat(told.path("refusedRows").asInt()).isZero();
  }

  /** Lists of campaigns, segments of events, and of each of these audiences with a list or not. */
  private void make(Shop shop) {
    NavigableMap<String, String> types = new TreeMap<>();
    for (String campaign : CAMPAIGNS) types.put(campaign, CUSTOMER_ID.type());
    shop.makeLists(types);
    for (String campaign : CAMPAIGNS) {
      NavigableSet<String> households = journey.campaign(campaign);
      shop.amend(campaign, true, CUSTOMER_ID, households);
      segments.put(campaign, households);
    }
    NavigableMap<String, Definition.Events> definitions = definitions();
    shop.makeEventSegments(definitions);
    int place = 0;
    for (Map.Entry<String, Definition.Events> wanted : definitions.entrySet()) {
      String name = wanted.getKey();
      Set<String> households = new TreeSet<>(byNumber());
      households.addAll(purchases.households(wanted.getValue(), NOW));
      segments.put(name, households);
      Choice list = on(CAMPAIGNS.get(place++ % CAMPAIGNS.size()));
      audiences.put(name, on(name));
      audiences.put(name + " and listed", all(list, on(name)));
      audiences.put(name + " of the listed not", all(list, not(on(name))));
      audiences.put(name + " or listed", any(on(name), all(list)));
    }
    shop.makeAudiences(audiences);
    assertThat(segments.values().stream().filter(s -> !s.isEmpty()).count()).isGreaterThan(16);
  }

  /** Every window, and every filter alone and with others. */
  private static NavigableMap<String, Definition.Events> definitions() {
    NavigableMap<String, Definition.Events> definitions = new TreeMap<>();
    for (LookbackWindow window : LookbackWindow.values())
      definitions.put(window.wireName(), bought(window, ALL, ALL, ANY, ANY));
    assertThat(definitions).hasSize(9);
    LookbackWindow half = LookbackWindow.LAST_180_DAYS;
    LookbackWindow month = LookbackWindow.LAST_30_DAYS;
    OptionalDouble one = OptionalDouble.of(1);
    OptionalDouble five = OptionalDouble.of(5);
    Set<String> drinks = Set.of("SOFT DRINKS");
    definitions.put("a brand", bought(month, Set.of("69"), ALL, ANY, ANY));
    definitions.put("two brands", bought(half, Set.of("2", "764"), ALL, ANY, ANY));
    definitions.put("categories", bought(half, ALL, Set.of("SOFT DRINKS", "BAG SNACKS"), ANY, ANY));
    definitions.put("at least", bought(month, ALL, ALL, five, ANY));
    definitions.put("at most", bought(month, ALL, ALL, ANY, OptionalDouble.of(0.99)));
    definitions.put("all filters", bought(half, Set.of("69"), Set.of("GROCERY"), one, five));
    definitions.put("exactly", bought(half, Set.of("103"), drinks, five, five));
    definitions.put(
        "viewed", new Definition.Events(ShopperActivity.VIEW, half, ALL, ALL, ANY, ANY));
    return definitions;
  }

  private static Definition.Events bought(
      LookbackWindow window,
      Set<String> brands,
      Set<String> categories,
      OptionalDouble min,
      OptionalDouble max) {
    return new Definition.Events(ShopperActivity.BUY, window, brands, categories, min, max);
  }

  private Map<String, Set<String>> expected() {
    Map<String, Set<String>> expected = new TreeMap<>();
    audiences.forEach(
        (name, choice) -> expected.put(name, choice.of(segments, journey.households())));
    return expected;
  }
}
