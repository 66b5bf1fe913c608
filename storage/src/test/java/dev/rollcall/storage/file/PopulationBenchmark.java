package dev.rollcall.storage.file;

import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.Populations;
import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraph;
import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What an identifier costs from its sealed key to its bit on a list, phase by phase and as a whole,
 * in batches of {@value #BATCH}: new ones while the population fills up, then known ones on {@value
 * #LISTS} lists that grow.
 *
 * <p>Arguments: millions of identifiers, and the seed.
 */
final class PopulationBenchmark {
  private static final int BATCH = 50_000;
  private static final int LISTS = 20;
  private static final int ROUNDS = 100;
  private static final Instant AT = Instant.parse("2030-01-01T00:00:00Z");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final SplittableRandom random;
  private final long seed;
  private final int users;
  private final Populations populations = new Populations(FileDictionary::new, List.of(), 0);
  private final int[] ordinals = new int[BATCH];
  private long position;

  private PopulationBenchmark(int users, long seed) {
    this.users = users;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  public static void main(String[] args) {
    int millions = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    new PopulationBenchmark(millions * 1_000_000, seed).run();
  }

  private void run() {
    long[] filling = new long[users / BATCH];
    Arrays.setAll(filling, i -> timeOf(keysFrom(i * BATCH), keys -> amend(1, true, keys)));
    report("new, from empty", filling);
    report("new, last half", Arrays.copyOfRange(filling, filling.length / 2, filling.length));
    IdentityGraph graph = populations.find(1).orElseThrow().graph();
    FileDictionary dictionary = (FileDictionary) graph.dictionary();
    System.out.printf("bytes a key %.1f%n", dictionary.bytes() / (double) dictionary.size());
    for (int pass = 0; pass < 2; pass++) {
      measure("known, find", (_, keys) -> dictionary.find(keys, ordinals));
      measure("known, put on a list", (i, keys) -> amend(2 + i % LISTS, true, keys));
      measureSets(graph);
      measure("known, take off a list", (i, keys) -> amend(2 + i % LISTS, false, keys));
    }
    long[] nanos = new long[ROUNDS];
    Arrays.setAll(
        nanos, i -> timeOf(keysFrom(users + i * BATCH), keys -> amend(2 + i % LISTS, true, keys)));
    report("new, put on a list", nanos);
  }

  private void measureSets(IdentityGraph graph) {
    Members[] lists =
        IntStream.range(0, LISTS)
            .mapToObj(i -> populations.view(1).identifiersOn(2 + i))
            .toArray(Members[]::new);
    long[] sorting = new long[ROUNDS];
    long[] setting = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      int list = i % LISTS;
      graph.dictionary().find(anyKeys(), ordinals);
      int[] sorted = ordinals.clone();
      int[] distinct = new int[1];
      sorting[i] = timeOf(sorted, some -> distinct[0] = Ordinals.sortDistinct(some, BATCH));
      setting[i] = timeOf(sorted, some -> lists[list] = lists[list].plus(some, 0, distinct[0]));
    }
    report("known, sort", sorting);
    report("known, set", setting);
  }

  private interface Work {
    void on(int round, IdentifierKeys keys);
  }

  private void measure(String what, Work work) {
    long[] nanos = new long[ROUNDS];
    Arrays.setAll(nanos, i -> timeOf(anyKeys(), keys -> work.on(i, keys)));
    report(what, nanos);
  }

  /** The processor time of the work, which other work on the machine disturbs least. */
  private static <T> long timeOf(T input, Consumer<T> work) {
    long begun = THREADS.getCurrentThreadCpuTime();
    work.accept(input);
    return THREADS.getCurrentThreadCpuTime() - begun;
  }

  private static void report(String what, long[] nanos) {
    double[] each = Arrays.stream(nanos).sorted().mapToDouble(n -> (double) n / BATCH).toArray();
    System.out.printf(
        Locale.ROOT,
        "%-24s ns an id: median %6.1f  least %6.1f  mean %6.1f  most %7.1f%n",
        what,
        each[each.length / 2],
        each[0],
        Arrays.stream(each).average().orElseThrow(),
        each[each.length - 1]);
  }

  private void amend(long segment, boolean add, IdentifierKeys keys) {
    position++;
    populations.apply(
        position, new LogRecord.Amend(1, segment, 3, AT, add, IdentifierType.EMAIL, keys));
  }

  private IdentifierKeys keysFrom(int first) {
    return keys(IntStream.range(first, first + BATCH).toArray());
  }

  private IdentifierKeys anyKeys() {
    return keys(random.ints(BATCH, 0, users).toArray());
  }

  private IdentifierKeys keys(int[] numbers) {
    long[] packed = new long[2 * BATCH];
    for (int i = 0; i < BATCH; i++) {
      packed[2 * i] = mixed(seed + 2L * numbers[i]);
      packed[2 * i + 1] = mixed(seed + 2L * numbers[i] + 1);
    }
    return IdentifierKeys.grouped(packed, BATCH);
  }

  private static long mixed(long number) {
    long x = (number + 1) * 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
