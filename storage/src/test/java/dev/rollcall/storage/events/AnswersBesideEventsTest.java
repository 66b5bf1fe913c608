package dev.rollcall.storage.events;

import static dev.rollcall.contract.EventStoreContract.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.CatalogUnavailable;
import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.Product;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.contract.RandomEvents;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.storage.file.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that comes with events or products is there exactly when they are. */
class AnswersBesideEventsTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @TempDir private Path folder = Path.of("");

  private static FileEventStore open(Path opened, Consumer<KeptAnswer> answers, Step.Watch watch) {
    Clock clock = Clock.fixed(RandomEvents.NOW, ZoneOffset.UTC);
    return FileEventStore.open(
        opened, Duration.ofDays(200), clock, answers, 1, FileEventStore.FOLDED_AT, watch);
  }

  /** What a killed process leaves at some moment, and the answers that the catalog has then. */
  private record Moment(Step step, Path image, Set<Long> catalog) {}

  @Test
  void killed_at_any_step_it_has_an_answer_exactly_when_it_has_what_it_came_with() {
    Path living = folder.resolve("living");
    List<Moment> moments = new ArrayList<>();
    Set<Long> catalog = new TreeSet<>();
    Step.Watch watch =
        step -> {
          Path image = folder.resolve("image-" + moments.size());
          FileEventStoreTest.copy(living, image);
          moments.add(new Moment(step, image, new TreeSet<>(catalog)));
        };
    try (FileEventStore killed = open(living, keptIn(catalog), watch)) {
      for (int round = 0; round < 3; round++) {
        put(killed, round);
        add(killed, round);
        if (round != 0) killed.foldAll();
      }
    }
    assertThat(moments).extracting(Moment::step).contains(Step.values());
    for (Moment moment : moments) {
      Set<Long> expected = new TreeSet<>();
      try (FileEventStore opened = open(moment.image, keptIn(moment.catalog), step -> {})) {
        Set<Long> before = new TreeSet<>(moment.catalog);
        long puts = opened.revision(1);
        for (int round = 0; round < 3; round++) {
          if (round < puts) expected.add(number(round, 0));
          if (opened.add(1, List.of(event(round))) == 0) expected.add(number(round, 1));
        }
        assertThat(before).as("%s", moment).isEqualTo(expected);
      }
    }
  }

  private static Consumer<KeptAnswer> keptIn(Set<Long> catalog) {
    return kept -> catalog.add(kept.retry().keyLo());
  }

  private static long number(int round, int kind) {
    return 2L * round + kind;
  }

  private static void put(FileEventStore store, int round) {
    store.put(1, List.of(product(round)), Optional.of(answer(number(round, 0))));
  }

  private static int add(FileEventStore store, int round) {
    return store.add(1, List.of(event(round)), fresh -> Optional.of(answer(number(round, 1))));
  }

  private static Product product(int round) {
    return new Product("p", "b" + round, Set.of(), NONE);
  }

  private static ShoppingEvent event(int round) {
    IdentifierKeys shopper = new IdentifierKeys(new long[] {0, round + 1}, 1);
    return new ShoppingEvent(
        "e" + round, shopper, ShopperActivity.BUY, "p", RandomEvents.NOW, NONE);
  }

  @Test
  void a_torn_end_has_neither_the_events_nor_the_answer() throws IOException {
    try (FileEventStore store = open(folder, answer -> {}, step -> {})) {
      add(store, 0);
      add(store, 1);
    }
    Path journal = folder.resolve("journal/retailer=1/0000000001.journal");
    byte[] bytes = Files.readAllBytes(journal);
    assertThat(bytes.length % (2 * 8)).isZero();
    for (int length = bytes.length / 2; length < bytes.length; length += 7) {
      Files.write(journal, Arrays.copyOf(bytes, length));
      Set<Long> catalog = new TreeSet<>();
      try (FileEventStore _ = open(folder, keptIn(catalog), step -> {})) {
        assertThat(catalog).containsExactly(1L);
        assertThat(journal).hasSize(bytes.length / 2);
      }
    }
    bytes[bytes.length / 2 - 9] ^= 1; // in the answer of the first frame
    Files.write(journal, bytes);
    assertThatThrownBy(() -> open(folder, answer -> {}, step -> {}))
        .hasMessageContaining("is damaged");
  }

  @Test
  void no_fold_and_no_products_let_go_of_an_answer_that_the_catalog_does_not_take() {
    Set<Long> catalog = new TreeSet<>();
    boolean[] out = {true};
    Consumer<KeptAnswer> answers =
        kept -> {
          if (out[0]) throw new CatalogUnavailable("out of reach", new IOException());
          keptIn(catalog).accept(kept);
        };
    try (FileEventStore store = open(folder, answers, step -> {})) {
      add(store, 0);
      put(store, 0);
      store.foldAll();
      assertThat(store.files()).isZero();
      assertThatThrownBy(() -> put(store, 1)).isInstanceOf(CatalogUnavailable.class);
      assertThat(store.revision(1)).isOne();
      out[0] = false;
      store.foldAll();
      put(store, 1);
      assertThat(store.files()).isOne();
      assertThat(store.add(1, List.of(event(0)))).isZero();
    }
    assertThat(catalog).containsExactly(0L, 1L);
  }

  /** As it was before answers came. */
  private record Manifest(long revision, List<String> files) {}

  @Test
  void products_from_before_there_were_answers_are_opened() throws IOException {
    try (FileEventStore store = open(folder, answer -> {}, step -> {})) {
      store.put(1, List.of(product(0)));
    }
    Path manifest = folder.resolve("products/retailer=1/_manifest.json");
    ManifestFile.write(manifest, new Manifest(1, List.of("0000000001.parquet")));
    Set<Long> catalog = new TreeSet<>();
    try (FileEventStore opened = open(folder, keptIn(catalog), step -> {})) {
      assertThat(opened.revision(1)).isOne();
      assertThat(catalog).isEmpty();
    }
  }
}
