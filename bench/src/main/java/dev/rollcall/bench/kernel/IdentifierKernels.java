package dev.rollcall.bench.kernel;

import dev.rollcall.bench.load.Kind;
import dev.rollcall.identity.Digester;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.InvalidIdentifier;
import dev.rollcall.identity.KeySecret;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a raw value to a sealed key, 50,000 at a time: nanoseconds an identifier. */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IdentifierKernels {
  private static final int COUNT = 50_000;

  private final Digester digester = new Digester();
  private final KeySecret secret = KeySecret.derive(new byte[32], new byte[16]);
  private final long[] keys = new long[2 * COUNT];
  private byte[][] emails;
  private byte[][] phones;
  private byte[][] hashes;

  @Setup
  public void generate() {
    emails = new byte[COUNT][];
    phones = new byte[COUNT][];
    hashes = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      emails[i] = Kind.EMAIL.of(i).getBytes(StandardCharsets.US_ASCII);
      phones[i] = Kind.PHONE.of(i).getBytes(StandardCharsets.US_ASCII);
      hashes[i] = "%064x".formatted(i + 1).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Canonical form and SHA-256 of plain addresses. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public InvalidIdentifier digestEmail() {
    return digest(IdentifierType.EMAIL, emails);
  }

  /** The same of phone numbers in E.164. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public InvalidIdentifier digestPhone() {
    return digest(IdentifierType.PHONE_NUMBER, phones);
  }

  /** Addresses that come as their SHA-256. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public InvalidIdentifier digestHashedEmail() {
    return digest(IdentifierType.EMAIL, hashes);
  }

  private InvalidIdentifier digest(IdentifierType type, byte[][] values) {
    InvalidIdentifier last = null;
    for (int i = 0; i < COUNT; i++)
      last = digester.digest(type, values[i], 0, values[i].length, keys, 2 * i);
    return last;
  }

  /** The permutation of digests into keys. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long[] seal() {
    secret.seal(IdentifierType.EMAIL, keys, COUNT);
    return keys;
  }
}
