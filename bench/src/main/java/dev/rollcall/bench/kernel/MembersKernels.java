package dev.rollcall.bench.kernel;

import dev.rollcall.members.Members;
import dev.rollcall.members.Ordinals;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sets of users at several densities among 10 million: microseconds an operation. */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MembersKernels {
  private static final int USERS = 10_000_000;
  private static final int COUNT = 50_000;

  /** Users of whom one is a member. */
  @Param({"100", "20", "3"})
  public int oneIn;

  private final int[] ordinals = new int[COUNT];
  private final int[] sorted = new int[COUNT];
  private Members members;
  private byte[] bytes;
  private int distinct;

  @Setup
  public void generate() {
    Random random = new Random(1);
    int[] some = random.ints(USERS / oneIn, 0, USERS).toArray();
    members = Members.of(some);
    bytes = members.toBytes();
    for (int i = 0; i < COUNT; i++) ordinals[i] = random.nextInt(USERS);
    System.arraycopy(ordinals, 0, sorted, 0, COUNT);
    distinct = Ordinals.sortDistinct(sorted, COUNT);
  }

  /** 50,000 ordinals into ascending order. */
  @Benchmark
  public int sort() {
    return Ordinals.sortDistinct(ordinals.clone(), COUNT);
  }

  /** A version with 50,000 more. */
  @Benchmark
  public Members plus() {
    return members.plus(sorted, 0, distinct);
  }

  /** The canonical bytes. */
  @Benchmark
  public byte[] encode() {
    return members.toBytes();
  }

  /** Their name. */
  @Benchmark
  public String hash() {
    return Members.contentId(bytes);
  }

  /** The set of the bytes, checked. */
  @Benchmark
  public Members read() {
    return Members.fromBytes(bytes);
  }
}
