package dev.rollcall.compute;

import dev.rollcall.members.BlockEncoder;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.EncodedBlocks;
import dev.rollcall.members.Members;
import dev.rollcall.members.PortableBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Computes inside this process on a few platform threads, which give way to others after every
 * block.
 *
 * <p>First the threads take the blocks one by one and run the kernel; then they take the sets one
 * by one, and join, name and put them. The blocks of all sets wait in between, so sets are taken in
 * batches whose encoded blocks fit into a budget: the fewer batches, the less often segments are
 * decoded.
 */
public final class LocalEngine implements Engine, AutoCloseable {
  /** Blocks that are encoded to learn how much room sets take. */
  private static final int SAMPLES = 4;

  private final int parallelism;
  private final long budget;
  private final ExecutorService threads;

  /**
   * @param parallelism threads it computes on
   * @param budget bytes that encoded blocks may take on the heap; a single set may take more
   */
  public LocalEngine(int parallelism, long budget) {
    this.parallelism = parallelism;
    this.budget = budget;
    this.threads =
        Executors.newFixedThreadPool(
            parallelism, Thread.ofPlatform().daemon().name("engine-", 0).factory());
  }

  @Override
  public List<Computed> compute(List<Members> segments, List<Task> tasks, Sets sets) {
    Run run = new Run(segments, tasks, sets);
    Computed[] computed = new Computed[tasks.size()];
    long[] bytes = run.expectedBytes(tasks);
    int to;
    for (int from = 0; from < tasks.size(); from = to) {
      long expected = bytes[from];
      to = from + 1;
      while (to < tasks.size() && expected + bytes[to] <= budget) {
        expected += bytes[to++];
      }
      run.compute(tasks, from, to, computed);
    }
    return List.of(computed);
  }

  /** The arrays in which encoded blocks lie: those of one batch are used again for the next. */
  private static final class Chunks implements Supplier<byte[]> {
    private final int bytes;
    private final List<byte[]> free = new ArrayList<>();
    private final List<byte[]> taken = new ArrayList<>();

    /** Chunks no larger than the most that all blocks can take. */
    Chunks(long mostBytes) {
      bytes = Math.clamp(mostBytes, BlockEncoder.MOST_BYTES, EncodedBlocks.CHUNK_BYTES);
    }

    @Override
    public synchronized byte[] get() {
      byte[] chunk = free.isEmpty() ? new byte[bytes] : free.remove(free.size() - 1);
      taken.add(chunk);
      return chunk;
    }

    synchronized void takeBack() {
      free.addAll(taken);
      taken.clear();
    }
  }

  /** One call's work. */
  private final class Run {
    private final List<Members> segments;
    private final int blocks;
    private final Sets sets;
    private final Chunks chunks;

    /** By task the blocks to compute. */
    private final long[] changed;

    Run(List<Members> segments, List<Task> tasks, Sets sets) {
      this.segments = segments;
      this.blocks = segments.stream().mapToInt(Members::blockLimit).max().orElse(0);
      this.sets = sets;
      this.changed =
          tasks.stream()
              .map(Task::before)
              .mapToLong(before -> before.map(b -> b.changed().cardinality()).orElse(blocks))
              .toArray();
      this.chunks = new Chunks(BlockEncoder.MOST_BYTES * Arrays.stream(changed).sum());
    }

    /** The most bytes that each task's blocks may take, or, when those do not fit, an estimate. */
    long[] expectedBytes(List<Task> tasks) {
      if (Arrays.stream(changed).sum() <= budget / BlockEncoder.MOST_BYTES) {
        return Arrays.stream(changed).map(n -> n * BlockEncoder.MOST_BYTES).toArray();
      }
      EncodedBlocks encoded = new EncodedBlocks(tasks.size(), 0, blocks, chunks);
      EncodedBlocks.Writer writer = encoded.writer();
      Kernel kernel = kernel(tasks);
      int samples = Math.min(SAMPLES, blocks);
      for (long i = 0; i < samples; i++) {
        kernel.run((int) ((2 * i + 1) * blocks / (2L * samples)), segments, task -> true, writer);
      }
      long[] expected = new long[changed.length];
      Arrays.setAll(expected, task -> encoded.bytes(task) * changed[task] / samples);
      chunks.takeBack();
      return expected;
    }

    /** Computes tasks {@code [from, to)} together, or, when they take too much room, by halves. */
    void compute(List<Task> all, int from, int to, Computed[] computed) {
      List<Task> tasks = all.subList(from, to);
      EncodedBlocks encoded = new EncodedBlocks(tasks.size(), 0, blocks, chunks);
      boolean fits = runKernels(tasks, encoded);
      if (fits) {
        forEach(tasks.size(), () -> at -> computed[from + at] = finish(tasks.get(at), at, encoded));
      }
      chunks.takeBack();
      if (!fits) {
        int middle = (from + to) >>> 1;
        compute(all, from, middle, computed);
        compute(all, middle, to, computed);
      }
    }

    /** Encodes the blocks that the tasks may have changed; false when they take too much room. */
    @SuppressWarnings("ThreadPriorityCheck") // only a courtesy to lookups: nothing relies on it
    private boolean runKernels(List<Task> tasks, EncodedBlocks encoded) {
      long most = tasks.size() == 1 ? Long.MAX_VALUE : budget;
      AtomicLong bytes = new AtomicLong();
      forEach(
          blocks,
          () -> {
            Kernel kernel = kernel(tasks);
            EncodedBlocks.Writer writer = encoded.writer();
            return block -> {
              if (bytes.get() <= most) {
                bytes.addAndGet(kernel.run(block, segments, changedIn(block, tasks), writer));
                Thread.yield();
              }
            };
          });
      return bytes.get() <= most;
    }

    private IntPredicate changedIn(int block, List<Task> tasks) {
      return at -> tasks.get(at).before().map(before -> before.changed().get(block)).orElse(true);
    }

    private Kernel kernel(List<Task> tasks) {
      return new Kernel(tasks.stream().map(Task::program).toList());
    }

    private Computed finish(Task task, int at, EncodedBlocks encoded) {
      CanonicalSet set =
          task.before()
              .map(before ->
                  encoded.set(
                      at, new PortableBlocks(sets.bytes(before.contentId())), before.changed()))
              .orElseGet(() -> encoded.set(at));
      String contentId = set.contentId();
      sets.put(contentId, set);
      return new Computed(contentId, set.size());
    }
  }

  /**
   * Does what is numbered up to {@code count} on all threads, each by its own worker; what one
   * threw is thrown, once all have ended.
   */
  private void forEach(int count, Supplier<IntConsumer> newWorker) {
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          IntConsumer worker = newWorker.get();
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            worker.accept(i);
          }
        };
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < Math.min(parallelism, count); i++) {
      futures.add(threads.submit(work));
    }
    await(futures);
  }

  private static void await(List<Future<?>> futures) {
    Throwable thrown = null;
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        thrown = e.getCause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while computing", e);
      }
    }
    switch (thrown) {
      case null -> {}
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException(thrown);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
