package dev.rollcall.bench.events;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ShopTest {
  private static final Instant END = Instant.parse("2026-06-30T12:00:00Z");
  private final Shop shop = new Shop(7, 100_000, END);

  @Test
  void a_seed_gives_the_same_events_however_they_are_cut() throws IOException {
    List<String> whole = rows(shop.events(0, 2_000));
    assertThat(rows(new Shop(7, 100_000, END).events(0, 2_000))).isEqualTo(whole);
    assertThat(rows(shop.events(500, 600))).isEqualTo(whole.subList(500, 600));
    assertThat(rows(new Shop(8, 100_000, END).events(0, 2_000))).doesNotContainSequence(whole);
  }

  @Test
  void events_lie_in_the_days_that_are_kept() throws IOException {
    for (String row : rows(shop.events(0, 100_000)))
      assertThat(Instant.parse(row.split(",", -1)[3]))
          .isAfter(END.minus(Duration.ofDays(188)))
          .isBeforeOrEqualTo(END);
  }

  @Test
  void every_product_of_an_event_is_in_the_catalogue() throws IOException {
    List<String> products =
        rows(shop.products(0, Shop.PRODUCTS)).stream().map(row -> row.split(",", 2)[0]).toList();
    assertThat(products).hasSize(Shop.PRODUCTS).doesNotHaveDuplicates();
    assertThat(rows(shop.events(0, 10_000)).stream().map(row -> row.split(",", -1)[2]).distinct())
        .isSubsetOf(new java.util.HashSet<>(products));
  }

  /** The lines below the header. */
  private static List<String> rows(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      List<String> lines = new String(in.readAllBytes(), US_ASCII).lines().toList();
      return lines.subList(1, lines.size());
    }
  }
}
