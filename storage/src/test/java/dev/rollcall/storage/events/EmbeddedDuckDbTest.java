package dev.rollcall.storage.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDuckDbTest {
  /** Ten to the eighteenth pairs: who waited for them would never return. */
  private static final String ENDLESS =
      "SELECT a.range FROM range(1000000000) a, range(1000000000) b WHERE a.range * b.range = -1";

  @TempDir private Path folder = Path.of("");

  private EmbeddedDuckDb start() {
    return new EmbeddedDuckDb(folder, 1, 64);
  }

  private static WantedQuery query(String sql, List<Long> found, BooleanSupplier obsolete) {
    return new WantedQuery(
        sql,
        statement -> {},
        chunk -> {
          for (long row = 0; row < chunk.rowCount(); row++) found.add(chunk.vector(0).getLong(row));
        },
        obsolete);
  }

  @Test
  void a_query_that_nobody_wants_any_more_is_broken_off_while_it_runs() throws IOException {
    try (EmbeddedDuckDb duckDb = start()) {
      AtomicInteger looks = new AtomicInteger();
      List<Long> found = new ArrayList<>();
      WantedQuery unwanted = query(ENDLESS, found, () -> looks.incrementAndGet() > 5);
      assertThatThrownBy(() -> duckDb.run(unwanted)).isInstanceOf(CancellationException.class);
      duckDb.run(query("SELECT 18::BIGINT", found, () -> false));
      assertThat(found).containsExactly(18L);
    }
  }

  @Test
  void one_that_was_not_wanted_before_it_began_is_not_begun() throws IOException {
    try (EmbeddedDuckDb duckDb = start()) {
      WantedQuery unwanted = query(ENDLESS, new ArrayList<>(), () -> true);
      assertThatThrownBy(() -> duckDb.run(unwanted)).isInstanceOf(CancellationException.class);
    }
  }

  /** What one thread reads without a lock another must not close. */
  @Test
  void one_that_nobody_wants_any_more_ends_after_the_chunk_that_is_read() throws IOException {
    AtomicBoolean reading = new AtomicBoolean();
    CountDownLatch looks = new CountDownLatch(3);
    Thread asking = Thread.currentThread();
    List<Long> found = new ArrayList<>();
    WantedQuery unwanted =
        new WantedQuery(
            "SELECT range FROM range(100000)",
            statement -> {},
            chunk -> {
              reading.set(true);
              await(looks);
              for (long row = 0; row < chunk.rowCount(); row++)
                found.add(chunk.vector(0).getLong(row));
            },
            () -> {
              if (reading.get() && Thread.currentThread() == asking) looks.countDown();
              return reading.get();
            });
    try (EmbeddedDuckDb duckDb = start()) {
      assertThatThrownBy(() -> duckDb.run(unwanted)).isInstanceOf(CancellationException.class);
    }
    assertThat(found)
        .isNotEmpty()
        .hasSizeLessThan(100_000)
        .doesNotHaveDuplicates()
        .allSatisfy(number -> assertThat(number).isBetween(0L, 99_999L));
  }

  /** All threads are held, so that it waits in the queue; the engine does not close under it. */
  @Test
  void one_whose_asker_is_interrupted_before_it_began_ends_before_its_asker_goes_on()
      throws Exception {
    CountDownLatch held = new CountDownLatch(EmbeddedDuckDb.CALLS);
    CountDownLatch go = new CountDownLatch(1);
    try (EmbeddedDuckDb duckDb = start()) {
      for (int i = 0; i < EmbeddedDuckDb.CALLS; i++)
        Thread.startVirtualThread(() -> {
          try {
            duckDb.call(connection -> {
              held.countDown();
              await(go);
              return true;
            });
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
      held.await();
      CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
      Thread asking =
          Thread.startVirtualThread(() -> {
            WantedQuery endless = query(ENDLESS, new ArrayList<>(), () -> false);
            try {
              duckDb.run(endless);
              stillInterrupted.complete(false);
            } catch (IOException e) {
              stillInterrupted.complete(Thread.currentThread().isInterrupted());
            }
          });
      asking.interrupt();
      asking.join(100);
      assertThat(stillInterrupted).isNotDone();
      go.countDown();
      assertThat(stillInterrupted.get()).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_query_that_fails_says_why() throws IOException {
    try (EmbeddedDuckDb duckDb = start()) {
      WantedQuery wrong = query("SELECT nothing", new ArrayList<>(), () -> false);
      assertThatThrownBy(() -> duckDb.run(wrong))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the event engine failed");
    }
  }
}
