package dev.rollcall.bench.kernel;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.audience.AlgebraNode.And;
import dev.rollcall.audience.AlgebraNode.InSegment;
import dev.rollcall.audience.AlgebraNode.Not;
import dev.rollcall.audience.AlgebraNode.Or;
import dev.rollcall.compute.AudienceProgram;
import dev.rollcall.members.Members;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 1,000 audiences of five lists each over 200 lists of a twentieth of the users: microseconds for
 * all of them.
 */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AudienceKernels {
  private static final int LISTS = 200;
  private static final int AUDIENCES = 1_000;
  private static final int ONE_IN = 20;

  private final AudienceProgram[] programs = new AudienceProgram[AUDIENCES];
  private final Members[] lists = new Members[LISTS];
  private final long[][] slots = new long[LISTS][Members.BLOCK_WORDS];
  private final long[] row = new long[(LISTS + 63) / 64];
  private long[][] scratch;

  @Setup
  public void generate() {
    Random random = new Random(1);
    int depth = 0;
    for (int i = 0; i < AUDIENCES; i++) {
      programs[i] = AudienceProgram.compile(algebra(random), slot -> (int) slot);
      depth = Math.max(depth, programs[i].depth());
    }
    scratch = new long[depth][Members.BLOCK_WORDS];
    for (int list = 0; list < LISTS; list++) {
      int some = Members.BLOCK_USERS / ONE_IN;
      lists[list] = Members.of(random.ints(some, 0, Members.BLOCK_USERS).toArray());
      if (random.nextInt(ONE_IN) == 0) row[list >>> 6] |= 1L << list;
    }
    decodeBlock();
  }

  private static AlgebraNode algebra(Random random) {
    long[] leaf = random.longs(0, LISTS).distinct().limit(5).toArray();
    return new Or(
        List.of(
            new And(
                List.of(
                    new InSegment(leaf[0]),
                    new InSegment(leaf[1]),
                    new Not(new InSegment(leaf[2])))),
            new And(List.of(new InSegment(leaf[3]), new InSegment(leaf[4])))));
  }

  /** The 200 lists' users of one block, as bits. */
  @Benchmark
  public long[][] decodeBlock() {
    for (int list = 0; list < LISTS; list++) lists[list].copyBlock(0, slots[list], 0);
    return slots;
  }

  /** The 1,000 audiences over one block of 65,536 users. */
  @Benchmark
  public long evaluateBlock() {
    long some = 0;
    for (AudienceProgram program : programs) {
      program.evaluate(slots, scratch);
      some ^= scratch[0][0];
    }
    return some;
  }

  /** The 1,000 audiences about one user. */
  @Benchmark
  public int decide() {
    int audiences = 0;
    for (AudienceProgram program : programs) if (program.test(row)) audiences++;
    return audiences;
  }
}
