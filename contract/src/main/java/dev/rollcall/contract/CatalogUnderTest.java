package dev.rollcall.contract;

import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.Catalog.Tables;
import dev.rollcall.audience.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The catalog that a part of the contract is about, and short ways to use it. */
interface CatalogUnderTest {
  Catalog catalog();

  default void write(Consumer<Tables> work) {
    catalog()
        .write(tables -> {
          work.accept(tables);
          return true;
        });
  }

  default <T> T read(Function<Tables, T> work) {
    return catalog().read(work);
  }

  default <T> Optional<T> find(Function<Tables, Optional<T>> work) {
    return read(work);
  }

  default <T> List<T> list(Function<Tables, List<T>> work) {
    return read(work);
  }

  default <T> Page<T> page(Function<Tables, Page<T>> work) {
    return read(work);
  }

  default <T> Set<T> set(Function<Tables, Set<T>> work) {
    return read(work);
  }

  /** What the work gives on another thread. */
  static <T> T elsewhere(Supplier<T> work) {
    return together(1, work).getFirst();
  }

  /** What the work gives on so many threads at a time. */
  static <T> List<T> together(int threads, Supplier<T> work) {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) futures.add(executor.submit(work::get));
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) results.add(future.get());
      return results;
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
