package dev.rollcall.bench.kernel;

import dev.rollcall.identity.IdentifierKeys;
import dev.rollcall.storage.file.FileDictionary;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Keys to ordinals, 50,000 at a time, in dictionaries of several sizes: nanoseconds a key. */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DictionaryKernels {
  private static final int COUNT = 50_000;

  /** Keys held before the first measurement. */
  @Param({"1000000", "10000000"})
  public int size;

  private final Random random = new Random(1);
  private final int[] ordinals = new int[COUNT];
  private FileDictionary dictionary;
  private IdentifierKeys known;
  private IdentifierKeys fresh;
  private final int[] next = {0, 1};

  @Setup
  public void fill() {
    dictionary = new FileDictionary();
    Arrays.setAll(next, half -> half);
    while (next[0] < size) {
      fresh = keys();
      add();
    }
  }

  /**
   * Keys that nothing has in common, as sealed ones have not; every second time they are asked for
   * as known.
   */
  @Setup(Level.Invocation)
  public void choose() {
    known = fresh;
    fresh = keys();
  }

  private IdentifierKeys keys() {
    long[] packed = new long[2 * COUNT];
    for (int i = 0; i < packed.length; i++) packed[i] = random.nextLong();
    return new IdentifierKeys(packed, COUNT);
  }

  /** New keys; tables grow as they fill. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public int[] add() {
    dictionary.findOrAdd(fresh, ordinals, i -> next[IdentifierKeys.half(fresh.hi(i))] += 2);
    return ordinals;
  }

  /** Keys that are not there, or were there once: each is one miss of the cache. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public int[] find() {
    dictionary.find(known, ordinals);
    return ordinals;
  }
}
