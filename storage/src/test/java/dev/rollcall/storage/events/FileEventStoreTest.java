package dev.rollcall.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventStore;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.audience.events.Product;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.contract.EventStoreContract;
import dev.rollcall.contract.RandomEvents;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.storage.events.EventManifest.EventFile;
import dev.rollcall.storage.file.ManifestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventStoreTest extends EventStoreContract {
  private static final Duration RETENTION = Duration.ofDays(200);

  @TempDir private Path folder = Path.of("");

  @Override
  protected EventStore open() {
    return open(folder, RandomEvents.NOW, step -> {});
  }

  private FileEventStore open(Path opened, Instant now, Step.Watch watch) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return FileEventStore.open(
        opened, RETENTION, clock, answers::add, 1, FileEventStore.FOLDED_AT, watch);
  }

  @Override
  protected void settle(EventStore tidied) {
    ((FileEventStore) tidied).foldAll();
  }

  /** What a killed process leaves at some moment, and what was answered until then. */
  private record Moment(Step step, Path image, int answered) {}

  @Test
  void killed_at_any_step_it_has_what_was_answered_and_nothing_twice() throws IOException {
    Path living = folder.resolve("living");
    List<Moment> moments = new ArrayList<>();
    RandomEvents random = new RandomEvents(7);
    List<List<Product>> products = new ArrayList<>();
    List<List<ShoppingEvent>> events = new ArrayList<>();
    int[] answered = {0};
    Step.Watch watch =
        step -> {
          Path image = folder.resolve("image-" + moments.size());
          copy(living, image);
          moments.add(new Moment(step, image, answered[0]));
        };
    FileEventStore killed = open(living, RandomEvents.NOW, watch);
    for (int round = 0; round < 2; round++) {
      products.add(random.products(20));
      events.add(random.events(4));
      killed.put(1, products.get(round));
      killed.add(1, events.get(round));
      answered[0]++;
      killed.foldAll();
    }
    killed.close();
    assertThat(moments).extracting(Moment::step).contains(Step.values());
    List<Definition.Events> definitions = random.definitions(40);
    for (Moment moment : moments) {
      MemoryShoppingEvents plain = new MemoryShoppingEvents();
      try (FileEventStore opened = open(moment.image, RandomEvents.NOW, step -> {})) {
        for (int round = 0; round < moment.answered; round++) {
          plain.put(1, products.get(round));
          plain.add(1, events.get(round));
          assertThat(opened.add(1, events.get(round))).as("%s", moment).isZero();
        }
        // Whoever was not answered sends again.
        for (int round = moment.answered; round < events.size(); round++) {
          plain.put(1, products.get(round));
          plain.add(1, events.get(round));
          opened.put(1, products.get(round));
          opened.add(1, events.get(round));
        }
        check(opened, plain, 1, definitions, RandomEvents.NOW);
        opened.foldAll();
        check(opened, plain, 1, definitions, RandomEvents.NOW);
      }
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator)
        if (!path.toString().contains("scratch"))
          Files.copy(path, to.resolve(from.relativize(path).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_torn_end_of_a_journal_is_cut_wherever_it_is_torn() throws IOException {
    RandomEvents random = new RandomEvents(3);
    List<ShoppingEvent> answered = random.events(5);
    List<ShoppingEvent> torn = random.events(5);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    plain.add(1, answered);
    store.add(1, answered);
    Path journal = journal();
    long whole = Files.size(journal);
    store.add(1, torn);
    store.close();
    byte[] bytes = Files.readAllBytes(journal);
    for (int length = (int) whole; length < bytes.length; length += 5) {
      Files.write(journal, Arrays.copyOf(bytes, length));
      try (EventStore opened = open()) {
        check(opened, plain, 1, random.definitions(5), RandomEvents.NOW);
        assertThat(journal).hasSize(whole);
      }
    }
    Files.write(journal, bytes);
    bytes[(int) whole / 2] ^= 1;
    Files.write(journal, bytes);
    assertThatThrownBy(this::open).hasMessageContaining("is damaged");
    store = new MemoryShoppingEvents();
  }

  private Path journal() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("journal").resolve("retailer=1"))) {
      return all.findFirst().orElseThrow();
    }
  }

  @Test
  void days_past_the_retention_go_and_small_files_are_put_together() throws IOException {
    RandomEvents random = new RandomEvents(5);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    List<ShoppingEvent> all = random.events(520);
    plain.add(1, all);
    for (int i = 0; i < all.size(); i += 40) {
      store.add(1, all.subList(i, i + 40));
      settle(store);
    }
    assertThat(files().stream().collect(Collectors.groupingBy(EventFile::from)).values())
        .allSatisfy(day -> assertThat(day).hasSizeLessThan(EventManifest.MOST_FILES));
    settle(store);
    long today = RandomEvents.NOW.toEpochMilli() / EventTable.DAY_MILLIS;
    assertThat(
            files().stream()
                .filter(file -> EventManifest.isSettled(file.to(), today))
                .collect(Collectors.groupingBy(EventFile::month))
                .values())
        .allSatisfy(month -> assertThat(month).hasSizeLessThan(EventManifest.MOST_FILES))
        .anySatisfy(month ->
            assertThat(month)
                .singleElement()
                .satisfies(file -> assertThat(file.to()).isGreaterThan(file.from())));
    check(store, plain, 1, random.definitions(40), RandomEvents.NOW);
    assertThat(store.add(1, all)).isZero();
    expire(plain, random);
  }

  /** Some days of a month that is one file go as well. */
  private void expire(MemoryShoppingEvents plain, RandomEvents random) throws IOException {
    List<EventFile> before = files();
    for (int days : new int[] {20, 40, 47, 100}) {
      store.close();
      Instant later = RandomEvents.NOW.plus(Duration.ofDays(days));
      store = open(folder, later, step -> {});
      settle(store);
      long first = later.minus(RETENTION).toEpochMilli() / EventTable.DAY_MILLIS;
      assertThat(files())
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file.from()).isGreaterThanOrEqualTo(first));
      check(store, plain, 1, random.definitions(20), later);
    }
    assertThat(files()).hasSizeLessThan(before.size());
  }

  /** A fold leaves the months of what it brings as they are but for that. */
  @Test
  void days_past_the_retention_go_though_late_events_of_their_month_come() throws IOException {
    RandomEvents random = new RandomEvents(43);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    for (int i = 1; i < EventManifest.MOST_FILES; i++) {
      List<ShoppingEvent> events = random.events(40);
      plain.add(1, events);
      store.add(1, events);
      settle(store);
    }
    settle(store);
    LocalDate may = LocalDate.parse("2030-05-01");
    assertThat(files())
        .anySatisfy(file -> {
          assertThat(file.from()).isEqualTo(may.toEpochDay());
          assertThat(file.to()).isGreaterThan(file.from());
        });
    store.close();
    Instant first = may.plusDays(9).atStartOfDay(ZoneOffset.UTC).toInstant();
    store = open(folder, first.plus(RETENTION), step -> {});
    List<ShoppingEvent> late =
        List.of(
            new ShoppingEvent(
                "late",
                new IdentifierKeys(new long[] {1, 2}, 1),
                ShopperActivity.BUY,
                "p1",
                first.plus(Duration.ofDays(9)),
                OptionalDouble.empty()));
    plain.add(1, late);
    store.add(1, late);
    settle(store);
    assertThat(files())
        .allSatisfy(
            file -> assertThat(file.from()).isGreaterThanOrEqualTo(may.plusDays(9).toEpochDay()));
    check(store, plain, 1, random.definitions(20), first.plus(RETENTION));
  }

  /** What a manifest of today has other names for is told as zero by who does not look. */
  @Test
  void a_folder_of_another_layout_is_refused_and_nothing_of_it_goes() throws IOException {
    Path data = folder.resolve("data").resolve("retailer=2");
    Path file = Files.createDirectories(data.resolve("month=2030-05")).resolve("day=01.parquet");
    Files.writeString(file, "events");
    ManifestFile.write(
        data.resolve("_manifest.json"),
        Map.of(
            "folded",
            3,
            "files",
            List.of(Map.of("day", 22_035, "name", "month=2030-05/day=01", "rows", 1, "bytes", 6))));
    assertThatThrownBy(this::open).hasStackTraceContaining("is not of this version");
    assertThat(file).exists();
  }

  @Test
  void a_folder_that_lacks_a_file_of_its_manifest_is_refused_and_nothing_of_it_goes()
      throws IOException {
    RandomEvents random = new RandomEvents(47);
    store.add(1, random.events(20));
    settle(store);
    Path data = folder.resolve("data").resolve("retailer=1");
    Path lacking = data.resolve(files().getFirst().name());
    Path other = lacking.resolveSibling("other.parquet");
    Files.move(lacking, other);
    assertThatThrownBy(this::open)
        .hasStackTraceContaining("is not the file that the manifest names");
    assertThat(other).exists();
  }

  @Test
  void products_that_lack_a_file_of_their_manifest_are_refused_and_nothing_of_them_goes()
      throws IOException {
    store.put(1, new RandomEvents(48).products(20));
    Path lacking;
    try (Stream<Path> all = Files.walk(folder.resolve("products"))) {
      lacking = all.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Path other = Files.move(lacking, lacking.resolveSibling("other.parquet"));
    assertThatThrownBy(this::open).hasStackTraceContaining("is named by the manifest");
    assertThat(other).exists();
  }

  @Test
  void a_manifest_that_was_written_but_not_forced_is_not_spoilt_by_the_next_attempt()
      throws IOException {
    Path living = folder.resolve("living");
    List<Path> images = new ArrayList<>();
    boolean[] failing = {true};
    RandomEvents random = new RandomEvents(11);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    List<ShoppingEvent> events = random.events(30);
    plain.add(1, events);
    try (FileEventStore broken =
        open(
            living,
            RandomEvents.NOW,
            step -> {
              if (step == Step.MANIFEST_WRITTEN && failing[0])
                throw new UncheckedIOException(new IOException("the folder cannot be forced"));
              if (failing[0]) return;
              Path image = folder.resolve("image-" + images.size());
              copy(living, image);
              images.add(image);
            })) {
      broken.add(1, events);
      broken.foldAll();
      // Files that the manifest on the disk names are as they were, whatever a retry leaves.
      failing[0] = false;
      broken.foldAll();
    }
    assertThat(images).isNotEmpty();
    for (Path image : images)
      try (FileEventStore opened = open(image, RandomEvents.NOW, step -> {})) {
        assertThat(opened.add(1, events)).isZero();
        check(opened, plain, 1, random.definitions(20), RandomEvents.NOW);
      }
  }

  /** Those that the manifest names, and no others are there. */
  private List<EventFile> files() throws IOException {
    Path data = folder.resolve("data").resolve("retailer=1");
    List<EventFile> named =
        ManifestFile.read(data.resolve("_manifest.json"), EventManifest.class).files();
    try (Stream<Path> all = Files.walk(data)) {
      assertThat(all.filter(path -> path.toString().endsWith(".parquet")))
          .containsExactlyInAnyOrderElementsOf(
              named.stream().map(file -> data.resolve(file.name())).toList());
    }
    return named;
  }
}
