package dev.rollcall.storage.file;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import dev.rollcall.compute.AudienceProgram;
import dev.rollcall.compute.AudienceResult;
import dev.rollcall.compute.Engine;
import dev.rollcall.compute.Kernel;
import dev.rollcall.compute.LocalEngine;
import dev.rollcall.compute.RetailerResult;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.members.CanonicalSet;
import dev.rollcall.members.EncodedBlocks;
import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What computing audiences costs: {@code USERS [LISTS AUDIENCES DENSITY_PERCENT ROUNDS SEED
 * BUDGET_MIB THREADS]}. Lists are random users, audiences have five different lists each in one of
 * four shapes. Prints the shares of one thread over a sample of blocks, then whole runs with
 * everything published, then runs after changes of one list.
 */
final class ComputationBenchmark {
  private final PrintStream out;
  private final LongSupplier nanoTime;
  private final Random random;
  private final int users;
  private final int blocks;
  private final double percent;
  private final List<Members> lists = new ArrayList<>();
  private final List<List<Integer>> leaves = new ArrayList<>();
  private final List<AudienceProgram> programs = new ArrayList<>();
  private long snapshots;

  private ComputationBenchmark(
      PrintStream out, LongSupplier nanoTime, Random random, int users, double percent) {
    this.out = out;
    this.nanoTime = nanoTime;
    this.random = random;
    this.users = users;
    this.blocks = (users + Members.BLOCK_USERS - 1) / Members.BLOCK_USERS;
    this.percent = percent;
  }

  public static void main(String[] args) throws IOException {
    double[] given = {1e7, 200, 1_000, 10, 5, 1, 700, 2};
    for (int i = 0; i < args.length; i++) {
      given[i] = Double.parseDouble(args[i]);
    }
    ComputationBenchmark benchmark =
        new ComputationBenchmark(
            System.out, System::nanoTime, new Random((long) given[5]), (int) given[0], given[3]);
    benchmark.fill((int) given[1], (int) given[2]);
    benchmark.shares();
    benchmark.runs((int) given[4], (long) given[6] << 20, (int) given[7]);
  }

  /** Lists of the density given, each between half and one and a half of it. */
  private void fill(int listCount, int audienceCount) {
    long[] words = new long[Members.BLOCK_WORDS];
    for (int list = 0; list < listCount; list++) {
      double density = percent / 100 * (0.5 + random.nextDouble());
      Members.Builder builder = Members.builder();
      for (int block = 0; block < blocks; block++) {
        fill(words, density, Math.min(Members.BLOCK_USERS, users - block * Members.BLOCK_USERS));
        builder.addBlock(block, words, 0);
      }
      lists.add(builder.build());
    }
    for (int audience = 0; audience < audienceCount; audience++) {
      List<Integer> five = random.ints(0, listCount).distinct().limit(5).boxed().toList();
      leaves.add(five);
      AlgebraNode[] l =
          five.stream().map(i -> (AlgebraNode) new InSegment(i)).toArray(AlgebraNode[]::new);
      AlgebraNode algebra =
          switch (audience % 4) {
            case 0 ->
                new And(
                    List.of(
                        new Or(List.of(l[0], l[1])), new Or(List.of(l[2], l[3])), new Not(l[4])));
            case 1 ->
                new And(
                    List.of(
                        new Or(List.of(l[0], l[1], l[2])), new Not(new And(List.of(l[3], l[4])))));
            case 2 -> new And(List.of(l[0], new Or(List.of(l[1], l[2], l[3], new Not(l[4])))));
            default ->
                new Or(
                    List.of(
                        new And(List.of(l[0], l[1])),
                        new And(List.of(l[2], l[3])),
                        new And(List.of(l[0], l[4]))));
          };
      programs.add(AudienceProgram.compile(algebra, id -> (int) id));
    }
  }

  private void fill(long[] words, double density, int limit) {
    java.util.Arrays.fill(words, 0);
    int wanted = (int) (density * limit);
    for (int i = 0; i < wanted; i++) {
      int user = random.nextInt(limit);
      words[user >>> 6] |= 1L << user;
    }
  }

  /** One thread over some blocks: kernel alone, with encoding, with hashing. */
  private void shares() {
    int sample = Math.min(blocks, 12);
    long[] best = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
    long bytes = 0;
    Kernel kernel = new Kernel(programs);
    long[][] decoded = new long[lists.size()][Members.BLOCK_WORDS];
    long[][] scratch = new long[8][Members.BLOCK_WORDS];
    for (int round = 0; round < 12; round++) {
      EncodedBlocks encoded =
          new EncodedBlocks(programs.size(), 0, sample, () -> new byte[EncodedBlocks.CHUNK_BYTES]);
      EncodedBlocks.Writer writer = encoded.writer();
      long began = thread();
      for (int block = 0; block < sample; block++) {
        evaluate(block, decoded, scratch);
      }
      long evaluated = thread();
      for (int block = 0; block < sample; block++) {
        kernel.run(block, lists, program -> true, writer);
      }
      long ran = thread();
      bytes = 0;
      for (int i = 0; i < programs.size(); i++) {
        CanonicalSet set = encoded.set(i);
        set.contentId();
        bytes += set.length();
      }
      long hashed = thread();
      best[0] = Math.min(best[0], evaluated - began);
      best[1] = Math.min(best[1], ran - evaluated);
      best[2] = Math.min(best[2], hashed - ran);
    }
    double each = 1e-3 / sample / programs.size();
    out.printf(
        Locale.ROOT,
        "a block of an audience, one thread: kernel %.2f us, kernel and encoding %.2f us, joining"
            + " and hashing %.2f us, %.0f bytes%n",
        best[0] * each,
        best[1] * each,
        best[2] * each,
        bytes / (double) sample / programs.size());
  }

  private void evaluate(int block, long[][] decoded, long[][] scratch) {
    for (int list = 0; list < decoded.length; list++) {
      lists.get(list).copyBlock(block, decoded[list], 0);
    }
    for (AudienceProgram program : programs) {
      program.evaluate(decoded, scratch);
    }
  }

  private void runs(int rounds, long budget, int threads) throws IOException {
    for (int round = 0; round < rounds; round++) {
      Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "bench");
      try (LocalEngine engine = new LocalEngine(threads, budget);
          FileSnapshotStore store = FileSnapshotStore.open(folder)) {
        Timed sets = new Timed(store);
        List<Engine.Task> tasks = programs.stream().map(Engine.Task::whole).toList();
        long busy = processors();
        long began = nanoTime.getAsLong();
        List<Engine.Computed> computed = engine.compute(lists, tasks, sets);
        long put = nanoTime.getAsLong();
        store.save(snapshot(computed));
        store.publish(snapshots);
        long published = nanoTime.getAsLong();
        out.printf(
            Locale.ROOT,
            "whole run: computed and put %.0f ms (of it %.0f ms of threads writing %.0f MB),"
                + " forced and published %.0f ms, in all %.0f ms, %.0f ms of processors%n",
            (put - began) / 1e6,
            sets.nanos.get() / 1e6,
            sets.bytes.get() / 1e6,
            (published - put) / 1e6,
            (published - began) / 1e6,
            (processors() - busy) / 1e6);
        for (int i = 0; i < 5; i++) {
          computed = change(engine, store, computed, i % 2 == 0);
        }
      } finally {
        delete(folder);
      }
    }
  }

  /** Adds 50,000 to the list that most audiences use, or random users or all new at its end. */
  private List<Engine.Computed> change(
      LocalEngine engine, FileSnapshotStore store, List<Engine.Computed> before, boolean anywhere) {
    int list = leaves.getFirst().getFirst();
    int[] added =
        anywhere
            ? random.ints(50_000, 0, users).toArray()
            : IntStream.range(
                    lists.get(list).blockLimit() * Members.BLOCK_USERS - 20_000,
                    lists.get(list).blockLimit() * Members.BLOCK_USERS + 30_000)
                .toArray();
    Members old = lists.get(list);
    lists.set(list, old.plus(added, 0, Ordinals.sortDistinct(added, added.length)));
    BitSet changed = new BitSet();
    List<Engine.Task> tasks = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    long busy = processors();
    long began = nanoTime.getAsLong();
    for (int block = 0; block < lists.get(list).blockLimit(); block++) {
      changed.set(block, !lists.get(list).sameBlock(old, block));
    }
    for (int i = 0; i < programs.size(); i++) {
      if (leaves.get(i).contains(list)) {
        places.add(i);
        tasks.add(
            new Engine.Task(
                programs.get(i),
                Optional.of(new Engine.Before(before.get(i).contentId(), changed))));
      }
    }
    List<Engine.Computed> computed = engine.compute(lists, tasks, store);
    List<Engine.Computed> after = new ArrayList<>(before);
    IntStream.range(0, places.size()).forEach(i -> after.set(places.get(i), computed.get(i)));
    long put = nanoTime.getAsLong();
    store.saveAhead(snapshot(after));
    store.publish(snapshots);
    long published = nanoTime.getAsLong();
    out.printf(
        Locale.ROOT,
        "one list changed by 50,000 %s: %d audiences, %d blocks changed, computed %.1f ms,"
            + " published %.1f ms, %.1f ms of processors%n",
        anywhere ? "anywhere" : "at its end",
        tasks.size(),
        changed.cardinality(),
        (put - began) / 1e6,
        (published - put) / 1e6,
        (processors() - busy) / 1e6);
    return after;
  }

  private Snapshot snapshot(List<Engine.Computed> computed) {
    List<AudienceResult> results =
        IntStream.range(0, computed.size())
            .mapToObj(i ->
                new AudienceResult(
                    i, 1, computed.get(i).contentId(), computed.get(i).size(), Set.of(), Set.of()))
            .toList();
    return new Snapshot(
        ++snapshots,
        1,
        Instant.EPOCH,
        List.of(new RetailerResult(1, 1, Instant.EPOCH, users, List.of(), results)));
  }

  private static long thread() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What all threads took so far: on a machine with other work, more to be trusted than time. */
  private static long processors() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Measures how long sets take to be written. */
  private final class Timed implements Engine.Sets {
    final AtomicLong nanos = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    private final Engine.Sets sets;

    Timed(Engine.Sets sets) {
      this.sets = sets;
    }

    @Override
    public void put(String contentId, CanonicalSet set) {
      long began = nanoTime.getAsLong();
      sets.put(contentId, set);
      nanos.addAndGet(nanoTime.getAsLong() - began);
      bytes.addAndGet(set.length());
    }

    @Override
    public ByteBuffer bytes(String contentId) {
      return sets.bytes(contentId);
    }
  }
}
