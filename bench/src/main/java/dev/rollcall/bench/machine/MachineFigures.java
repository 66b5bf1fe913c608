package dev.rollcall.bench.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.bench.load.Load;
import dev.rollcall.bench.load.Samples;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps that everything else is made of, each by itself, beside what it took on the machine
 * that the targets were set on. Where a step takes longer here, so does what is made of it.
 */
public final class MachineFigures {
  private static final int ROUNDS = 5;
  private static final int DIGESTS = 1_000_000;
  private static final int FORCES = 64;
  private static final int SMALL = 512;
  private static final int LARGE = 1 << 20;
  private static final long FRESH_BYTES = 256L << 20;
  private static final double SECONDS = 2;
  private static final double NANOS_IN_MILLI = 1e6;

  private final Section section;
  private final Budget budget;
  private final Path folder;

  /**
   * @param folder a file is written there and deleted again
   */
  public MachineFigures(Path folder, Section section, Budget budget) {
    this.folder = folder;
    this.section = section;
    this.budget = budget;
  }

  /** Measures all of them. */
  public void measure() throws Exception {
    section.table("step", "median", "least to greatest", "unit", "where targets were set");
    row("SHA-256 of an e-mail address, on one thread", digests(), "ns", "74 ns");
    row("512 bytes written where zeros were, and forced", forces(SMALL), "ms", "0.18 ms");
    row("1 MiB written where zeros were, and forced", forces(LARGE), "ms", "0.6 ms");
    row(
        "a MiB of memory used for the first time, in huge pages where there are any",
        freshMemory(),
        "ms",
        "");
    try (BareServer server = BareServer.start()) {
      answers(server, 4); // its warm-up
      row(
          "600 bytes answered by bare sockets, a virtual thread each, 4 connections",
          answers(server, 4),
          "/s",
          "more than 50,000 /s");
      row("the same, 16 connections", answers(server, 16), "/s", "");
    }
  }

  private void row(String step, List<Double> rounds, String unit, String there) {
    Stat stat = Stat.of(rounds);
    section.cells(step, Stat.number(stat.median()), stat.spread(), unit, there);
  }

  private List<Double> digests() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] address = "shopper0000000001@example.com".getBytes(US_ASCII);
    byte[] out = new byte[digest.getDigestLength()];
    List<Double> rounds = new ArrayList<>();
    digestAll(digest, address, out); // its warm-up
    budget.rounds(ROUNDS, 0.2, round -> rounds.add(digestAll(digest, address, out)));
    return rounds;
  }

  private static double digestAll(MessageDigest digest, byte[] address, byte[] out)
      throws DigestException {
    long from = System.nanoTime();
    for (int i = 0; i < DIGESTS; i++) {
      digest.update(address, 0, address.length);
      digest.digest(out, 0, out.length);
      address[i & 7] = (byte) ('a' + (out[0] & 7)); // each depends on the last
    }
    return (System.nanoTime() - from) / (double) DIGESTS;
  }

  /** In a file that was filled before, one after the other. */
  private List<Double> forces(int bytes) throws Exception {
    Path file = folder.resolve("forced");
    List<Double> rounds = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      forceAll(channel, bytes); // fills it
      budget.rounds(ROUNDS, 0.2, round -> rounds.add(forceAll(channel, bytes)));
    } finally {
      Files.deleteIfExists(file);
    }
    return rounds;
  }

  private static double forceAll(FileChannel channel, int bytes) throws IOException {
    ByteBuffer content = ByteBuffer.allocateDirect(bytes);
    Samples samples = new Samples();
    for (int i = 0; i < FORCES; i++) {
      long from = System.nanoTime();
      channel.write(content.rewind(), (long) i * bytes);
      channel.force(false);
      samples.add(System.nanoTime() - from);
    }
    return samples.millis(0.5);
  }

  private List<Double> freshMemory() throws Exception {
    List<Double> rounds = new ArrayList<>();
    budget.rounds(
        ROUNDS,
        0.2,
        round -> {
          try (Arena arena = Arena.ofConfined()) { // so large that the system has it back after
            long from = System.nanoTime();
            arena.allocate(FRESH_BYTES);
            rounds.add((System.nanoTime() - from) / NANOS_IN_MILLI / (FRESH_BYTES >> 20));
          }
        });
    return rounds;
  }

  private List<Double> answers(BareServer server, int connections) throws Exception {
    ByteBuffer request =
        ByteBuffer.wrap("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(US_ASCII));
    List<Double> rounds = new ArrayList<>();
    budget.rounds(ROUNDS, 0.4, round -> rounds.add(answersOnce(server, connections, request)));
    return rounds;
  }

  private static double answersOnce(BareServer server, int connections, ByteBuffer request)
      throws IOException {
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    return Load.closed(
            server.url(),
            connections,
            (connection, last) -> System.nanoTime() > end ? null : request.duplicate())
        .perSecond(1);
  }
}
