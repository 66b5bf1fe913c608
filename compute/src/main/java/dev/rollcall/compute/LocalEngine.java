package dev.rollcall.compute;

import dev.rollcall.members.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Computes inside this process on a few platform threads, which give way to others after every
 * block.
 *
 * <p>Each thread runs the kernel over its share of the blocks; then the threads take the results
 * one by one, encode them and hash them. So that results do not fill the heap before they are
 * encoded, programs are taken in batches.
 */
public final class LocalEngine implements Engine, AutoCloseable {
  /**
   * Bytes that the results of one batch may take as plain bits; they share the heap with lookups.
   */
  static final long BATCH_BYTES = 128L << 20;

  private static final long BLOCK_BYTES = 8L * Members.BLOCK_WORDS;

  private final int parallelism;
  private final long batchBytes;
  private final ExecutorService threads;

  /**
   * @param parallelism threads it computes on
   */
  public LocalEngine(int parallelism) {
    this(parallelism, BATCH_BYTES);
  }

  LocalEngine(int parallelism, long batchBytes) {
    this.parallelism = parallelism;
    this.batchBytes = batchBytes;
    this.threads =
        Executors.newFixedThreadPool(
            parallelism, Thread.ofPlatform().daemon().name("engine-", 0).factory());
  }

  @Override
  public List<Computed> compute(List<Members> segments, List<AudienceProgram> programs, Sink sink) {
    int blocks = segments.stream().mapToInt(Members::blockLimit).max().orElse(0);
    int batch = Math.clamp(batchBytes / (BLOCK_BYTES * Math.max(1, blocks)), 1, 1 << 16);
    List<Computed> computed = new ArrayList<>(programs.size());
    for (int from = 0; from < programs.size(); from += batch) {
      int to = Math.min(from + batch, programs.size());
      computed.addAll(computeBatch(segments, programs.subList(from, to), blocks, sink));
    }
    return computed;
  }

  private List<Computed> computeBatch(
      List<Members> segments, List<AudienceProgram> programs, int blocks, Sink sink) {
    List<AudienceProgram> combinations =
        programs.stream().filter(program -> program.onlySlot() < 0).toList();
    List<List<Members>> shares =
        combinations.isEmpty() ? List.of() : runKernels(segments, combinations, blocks);
    List<Callable<Computed>> encodings = new ArrayList<>(programs.size());
    int combination = 0;
    for (AudienceProgram program : programs) {
      int slot = program.onlySlot();
      int at = slot < 0 ? combination++ : -1;
      encodings.add(() -> encode(slot < 0 ? joined(shares, at) : segments.get(slot), sink));
    }
    return all(encodings);
  }

  /** What each thread's share of the blocks gave, by program. */
  private List<List<Members>> runKernels(
      List<Members> segments, List<AudienceProgram> programs, int blocks) {
    int share = (blocks + parallelism - 1) / parallelism;
    return all(
        IntStream.range(0, parallelism)
            .<Callable<List<Members>>>mapToObj(i ->
                () -> runKernel(segments, programs, i * share, Math.min((i + 1) * share, blocks)))
            .toList());
  }

  @SuppressWarnings("ThreadPriorityCheck") // only a courtesy to lookups: nothing relies on it
  private static List<Members> runKernel(
      List<Members> segments, List<AudienceProgram> programs, int from, int to) {
    Kernel kernel = new Kernel(programs);
    List<Members.Builder> results = programs.stream().map(program -> Members.builder()).toList();
    for (int block = from; block < to; block++) {
      kernel.run(
          block, segments, (program, at, words) -> results.get(program).addBlock(at, words, 0));
      Thread.yield();
    }
    return results.stream().map(Members.Builder::build).toList();
  }

  private static Members joined(List<List<Members>> shares, int program) {
    return shares.stream().map(share -> share.get(program)).reduce(Members.empty(), Members::or);
  }

  private static Computed encode(Members users, Sink sink) {
    byte[] bytes = users.toBytes();
    String contentId = Members.contentId(bytes);
    sink.put(contentId, bytes);
    return new Computed(contentId, users.size());
  }

  /** Runs the tasks on the threads; what one threw is thrown, once all have ended. */
  private <T> List<T> all(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>(tasks.size());
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while computing", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
