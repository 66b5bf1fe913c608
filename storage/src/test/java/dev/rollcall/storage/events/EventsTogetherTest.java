package dev.rollcall.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audience.Definition;
import dev.rollcall.audience.LogUnavailable;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.MemoryShoppingEvents;
import dev.rollcall.audience.events.ShoppingEvent;
import dev.rollcall.contract.EventStoreContract;
import dev.rollcall.contract.RandomEvents;
import dev.rollcall.identity.IdentifierKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What adding, scanning and folding do to one another, and a disk that fails to all three. */
class EventsTogetherTest {
  @TempDir private Path folder = Path.of("");

  private FileEventStore open(Step.Watch watch) {
    Clock clock = Clock.fixed(RandomEvents.NOW, ZoneOffset.UTC);
    return FileEventStore.open(
        folder, Duration.ofDays(200), clock, answer -> {}, 1, FileEventStore.FOLDED_AT, watch);
  }

  @Test
  void adding_scanning_and_folding_at_once_all_get_on_and_lose_nothing() throws Exception {
    RandomEvents random = new RandomEvents(13);
    List<List<ShoppingEvent>> batches = new ArrayList<>();
    for (int i = 0; i < 120; i++) batches.add(random.events(5));
    List<Definition.Events> definitions = random.definitions(5);
    FileEventStore store = open(step -> {});
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Void>> others = new ArrayList<>();
    for (int i = 0; i < 2; i++)
      others.add(
          beside(() -> {
            while (!done.get()) store.of(1).shoppers(definitions, RandomEvents.NOW);
          }));
    others.add(
        beside(() -> {
          while (!done.get()) store.foldAll();
        }));
    CompletableFuture<Void> adding =
        beside(() -> {
          for (List<ShoppingEvent> batch : batches) store.add(1, batch);
        });
    // Who waits for one another here waits for ever.
    adding.get(1, TimeUnit.MINUTES);
    done.set(true);
    for (CompletableFuture<Void> other : others) other.get(1, TimeUnit.MINUTES);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    for (List<ShoppingEvent> batch : batches) plain.add(1, batch);
    EventStoreContract.check(store, plain, 1, definitions, RandomEvents.NOW);
    store.close();
  }

  /**
   * So few ids are kept that those of a batch are looked up in files, which are folded meanwhile.
   */
  @Test
  void events_come_again_while_ids_are_looked_up_and_folded() {
    RandomEvents random = new RandomEvents(31);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    List<List<ShoppingEvent>> batches = new ArrayList<>();
    Clock clock = Clock.fixed(RandomEvents.NOW, ZoneOffset.UTC);
    try (FileEventStore store =
        FileEventStore.open(folder, Duration.ofDays(200), clock, answer -> {}, 1, 10, step -> {})) {
      for (int i = 0; i < 25; i++) {
        List<ShoppingEvent> batch = random.events(20);
        batches.add(batch);
        assertThat(store.add(1, batch)).isEqualTo(plain.add(1, batch));
        if (i % 3 == 0) store.foldAll();
        assertThat(store.add(1, batches.get(i / 2))).isZero();
      }
      EventStoreContract.check(store, plain, 1, random.definitions(10), RandomEvents.NOW);
    }
  }

  /** What the scan reads stays until it ends, however often it is replaced meanwhile. */
  @Test
  void nobody_who_adds_waits_for_a_scan_which_misses_nothing_by_it() throws Exception {
    RandomEvents random = new RandomEvents(37);
    List<ShoppingEvent> before = random.events(30);
    List<Definition.Events> definitions =
        random.definitions(30).stream()
            .filter(definition -> definition.activity() == ShopperActivity.BUY)
            .toList();
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    plain.add(1, before);
    List<Set<Long>> expected = keys(plain.of(1).shoppers(definitions, RandomEvents.NOW));
    CountDownLatch scanning = new CountDownLatch(1);
    CountDownLatch added = new CountDownLatch(1);
    Clock clock = Clock.fixed(RandomEvents.NOW, ZoneOffset.UTC);
    try (FileEventStore store =
        FileEventStore.open(folder, Duration.ofDays(200), clock, answer -> {}, 1, 10, step -> {})) {
      for (int from = 0; from < 30; from += 15) store.add(1, before.subList(from, from + 15));
      BooleanSupplier holding =
          () -> {
            scanning.countDown();
            await(added);
            return false;
          };
      CompletableFuture<Void> scan =
          beside(() -> {
            var found = store.of(1).shoppers(definitions, RandomEvents.NOW, holding);
            assertThat(keys(found)).isEqualTo(expected);
          });
      scanning.await();
      for (int round = 0; round < 3; round++) {
        // Enough to be folded before they are answered.
        List<ShoppingEvent> many = random.events(60);
        plain.add(1, many);
        CompletableFuture<Void> adding = beside(() -> store.add(1, many));
        adding.get(1, TimeUnit.MINUTES);
        store.foldAll();
      }
      added.countDown();
      scan.get(1, TimeUnit.MINUTES);
      store.foldAll();
      EventStoreContract.check(store, plain, 1, definitions, RandomEvents.NOW);
    }
  }

  private static List<Set<Long>> keys(List<IdentifierKeys> found) {
    return found.stream().map(one -> EventStoreContract.keys(List.of(one))).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs work on a thread that ends with the process, should it wait for ever. */
  private static CompletableFuture<Void> beside(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            work.run();
            done.complete(null);
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  @Test
  void a_batch_of_which_a_day_could_not_be_read_is_all_new_when_it_comes_again()
      throws IOException {
    RandomEvents random = new RandomEvents(17);
    List<ShoppingEvent> before = random.events(40);
    List<ShoppingEvent> batch = random.events(40);
    try (FileEventStore store = open(step -> {})) {
      store.add(1, before);
      store.foldAll();
    }
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    plain.add(1, before);
    int fresh = plain.add(1, batch);
    try (FileEventStore store = open(step -> {})) {
      LocalDate last = LocalDate.ofEpochDay(batch.getLast().day());
      Path month =
          folder.resolve("data").resolve("retailer=1").resolve("month=" + YearMonth.from(last));
      Path away = folder.resolve("away");
      Files.move(month, away);
      assertThatThrownBy(() -> store.add(1, batch)).isInstanceOf(UncheckedIOException.class);
      Files.move(away, month);
      assertThat(store.add(1, batch)).isEqualTo(fresh);
    }
    try (FileEventStore store = open(step -> {})) {
      assertThat(store.add(1, batch)).isZero();
      EventStoreContract.check(store, plain, 1, random.definitions(10), RandomEvents.NOW);
    }
  }

  @Test
  void many_virtual_threads_scan_and_each_gets_its_answer() throws Exception {
    RandomEvents random = new RandomEvents(19);
    List<ShoppingEvent> events = random.events(40);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    plain.add(1, events);
    List<Definition.Events> definitions = random.definitions(5);
    try (FileEventStore store = open(step -> {})) {
      store.add(1, events);
      List<CompletableFuture<Boolean>> scans = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        CompletableFuture<Boolean> scan = new CompletableFuture<>();
        scans.add(scan);
        Thread.startVirtualThread(() -> {
          try {
            EventStoreContract.check(store, plain, 1, definitions, RandomEvents.NOW);
            scan.complete(true);
          } catch (RuntimeException | Error e) {
            scan.completeExceptionally(e);
          }
        });
      }
      for (CompletableFuture<Boolean> scan : scans)
        assertThat(scan.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void journals_that_no_fold_empties_stop_growing_and_are_taken_in_when_one_can() throws Exception {
    RandomEvents random = new RandomEvents(23);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    AtomicBoolean failing = new AtomicBoolean(true);
    Step.Watch watch =
        step -> {
          if (step == Step.DAYS_FORCED && failing.get()) throw new IllegalStateException("no fold");
        };
    Clock clock = Clock.fixed(RandomEvents.NOW, ZoneOffset.UTC);
    try (FileEventStore store =
        FileEventStore.open(folder, Duration.ofDays(200), clock, answer -> {}, 1, 10, watch)) {
      List<ShoppingEvent> batch = random.events(5);
      for (int round = 0; round < 3; round++) {
        plain.add(1, batch);
        store.add(1, batch);
        store.foldAll();
        batch = random.events(5);
      }
      try (Stream<Path> journals = Files.list(folder.resolve("journal").resolve("retailer=1"))) {
        assertThat(journals).hasSize(2);
      }
      List<ShoppingEvent> many = random.events(40);
      plain.add(1, many);
      store.add(1, many);
      List<ShoppingEvent> refused = batch;
      assertThatThrownBy(() -> store.add(1, refused)).isInstanceOf(LogUnavailable.class);
      assertThat(store.failure()).isPresent();
      failing.set(false);
      store.foldAll();
      assertThat(store.failure()).isEmpty();
      assertThat(store.add(1, refused)).isEqualTo(plain.add(1, refused));
      store.foldAll();
      EventStoreContract.check(store, plain, 1, random.definitions(10), RandomEvents.NOW);
    }
  }

  @Test
  void folds_go_on_though_what_they_replaced_cannot_be_let_go_of() {
    RandomEvents random = new RandomEvents(29);
    MemoryShoppingEvents plain = new MemoryShoppingEvents();
    AtomicBoolean failing = new AtomicBoolean(true);
    Step.Watch watch =
        step -> {
          if (step == Step.OLD_FILES_DELETED && failing.get())
            throw new IllegalStateException("no file goes");
        };
    Clock clock = Clock.fixed(RandomEvents.NOW, ZoneOffset.UTC);
    try (FileEventStore store =
        FileEventStore.open(folder, Duration.ofDays(200), clock, answer -> {}, 1, 10, watch)) {
      for (int round = 0; round < 5; round++) {
        failing.set(round < 4);
        List<ShoppingEvent> batch = random.events(20);
        assertThat(store.add(1, batch)).isEqualTo(plain.add(1, batch));
        store.foldAll();
        assertThat(store.journalBytes()).isZero();
      }
      EventStoreContract.check(store, plain, 1, random.definitions(10), RandomEvents.NOW);
    }
  }
}
