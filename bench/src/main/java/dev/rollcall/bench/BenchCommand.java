package dev.rollcall.bench;

import static picocli.CommandLine.ScopeType.INHERIT;

import dev.rollcall.bench.events.EventFigures;
import dev.rollcall.bench.kernel.Kernels;
import dev.rollcall.bench.machine.MachineFigures;
import dev.rollcall.bench.peer.PeerFigures;
import dev.rollcall.bench.report.Budget;
import dev.rollcall.bench.report.Machine;
import dev.rollcall.bench.report.Page;
import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.system.Settings;
import dev.rollcall.bench.system.Systems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: measures what it is asked to and prints each figure as soon as it is known. */
@Command(
    name = "rollcall bench",
    mixinStandardHelpOptions = true,
    scope = INHERIT,
    synopsisSubcommandLabel = "[kernels]",
    description =
        "Starts servers in temporary folders, measures them from a client on the same machine, and prints tables.",
    footer = {
      "",
      "WHAT is measured, one or more of these on one population, in an order of their own:",
      "  all      All of them; so is nothing named.",
      "  machine  What the steps that everything is made of take on this machine: a digest, a forced",
      "           write, new memory, an answer over bare sockets.",
      "  compute  Computing 1,000 audiences over 200 lists, with sweeps, and what one changed list costs.",
      "  lookup   Looking shoppers up, one a request and 1,000 a request, with 1,000 audiences live.",
      "  sizes    Estimating audiences that are not saved, and how ten lists overlap.",
      "  ingest   Adding identifiers, none of them known and into a population; how fresh lookups and",
      "           sizes are meanwhile.",
      "  fold     Reading the log again at a start, and writing checkpoints while requests come.",
      "  start    Starting: an empty sandbox, after a clean stop, after kill -9.",
      "  memory   Memory and disk.",
      "  events   Shopping events: importing as many as there are users, up to 10000000, and scanning",
      "           them beside plain DuckDB.",
      "  peers    The same work done by other systems, side by side: PostgreSQL, DuckDB, SQLite, Redis,",
      "           Lucene."
    })
final class BenchCommand implements Callable<Integer> {
  private static final long USERS = 10_000_000;

  /**
   * Users for each minute that there is, at most: with more, filling the population would take most
   * of it.
   */
  private static final long USERS_A_MINUTE = 500_000;

  private static final long FEWEST_USERS = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--users",
      scope = INHERIT,
      description =
          "Users of the population: 10000000, or 500000 for each minute when those are fewer. 100000 to 800000000.")
  private @Nullable Long users;

  @Option(
      names = "--seed",
      scope = INHERIT,
      description = "Seed of what is generated: 1 unless given.")
  private long seed = 1;

  @Option(
      names = "--minutes",
      scope = INHERIT,
      description =
          "Time for the whole run: 20 unless given. Less time means fewer rounds; filling a population takes the time it takes.")
  private int minutes = 20;

  @Option(
      names = "--java-option",
      scope = INHERIT,
      description = "An option of the server's Java machine; may be repeated.")
  private List<String> javaOptions = List.of();

  @Option(
      names = "--write",
      scope = INHERIT,
      paramLabel = "FILE",
      description = "A page to put the tables into, between their markers.")
  private @Nullable Path page;

  @Parameters(arity = "0..*", paramLabel = "WHAT", description = "What to measure; see below.")
  private List<String> what = List.of("all");

  /**
   * Measures what was named, on one population and in the order of {@link Benchmark}, whatever the
   * order of the words.
   */
  @Override
  public Integer call() throws Exception {
    if (what.contains("all")) return measure("all", List.of(Benchmark.values()));
    for (String word : what) {
      if (Benchmark.of(word) == null)
        throw new ParameterException(spec.commandLine(), "there is no benchmark " + word);
    }
    return measure(
        String.join(" ", what),
        Stream.of(Benchmark.values()).filter(one -> what.contains(one.word())).toList());
  }

  @Command(description = "The kernels alone, by JMH; what follows -- goes to JMH as it is.")
  int kernels(
      @Parameters(arity = "0..*", paramLabel = "ARGS", description = "Such as: -- Digest -f 3")
          @Nullable List<String> arguments)
      throws Exception {
    List<String> given = arguments == null ? List.of() : arguments;
    String command =
        "./rollcall bench kernels" + (given.isEmpty() ? "" : " -- " + String.join(" ", given));
    Section section = section("kernels", command);
    Kernels.run(section, given);
    write(section);
    return 0;
  }

  private int measure(String word, List<Benchmark> benchmarks) throws Exception {
    Path folder = Files.createTempDirectory("rollcall-bench");
    Settings settings = new Settings(folder, population(), seed, javaOptions);
    String command =
        "./rollcall bench %s --users %d --seed %d --minutes %d"
            .formatted(word, settings.users(), seed, minutes);
    Budget budget = Budget.of(Duration.ofMinutes(minutes));
    double shares = benchmarks.stream().mapToDouble(Benchmark::share).sum();
    int failed = 0;
    try (Systems systems = new Systems(settings)) {
      for (Benchmark benchmark : benchmarks) {
        Section section = section(benchmark.word(), command);
        try {
          measure(benchmark, systems, settings, section, budget.share(benchmark.share() / shares));
        } catch (Exception e) {
          failed++;
          failed(systems, section, e);
        }
        shares -= benchmark.share();
        write(section);
      }
    } finally {
      delete(folder);
    }
    return failed == 0 ? 0 : ExitCode.SOFTWARE;
  }

  /**
   * One that failed is told in its table; those after it are measured all the same, on a server of
   * their own.
   */
  private void failed(Systems systems, Section section, Exception e) throws IOException {
    section.absent("what comes after", "failed: " + e.getMessage());
    e.printStackTrace(spec.commandLine().getErr());
    systems.close();
  }

  private long population() {
    long asked = users != null ? users : Math.min(USERS, minutes * USERS_A_MINUTE);
    return Math.clamp(asked, FEWEST_USERS, 800_000_000);
  }

  private static void measure(
      Benchmark benchmark, Systems systems, Settings settings, Section section, Budget budget)
      throws Exception {
    switch (benchmark) {
      case MACHINE -> new MachineFigures(settings.folder(), section, budget).measure();
      case COMPUTE -> systems.compute(section, budget);
      case LOOKUP -> systems.lookup(section, budget);
      case SIZES -> systems.sizes(section, budget);
      case INGEST -> systems.ingest(section, budget);
      case FOLD -> systems.fold(section, budget);
      case START -> systems.start(section, budget);
      case MEMORY -> systems.memory(section);
      case EVENTS -> {
        systems.close();
        new EventFigures(settings, section, budget).measure();
      }
      case PEERS -> {
        systems.close();
        new PeerFigures(settings, section, budget).measure();
      }
    }
  }

  private Section section(String name, String command) {
    String options =
        String.join("", javaOptions.stream().map(option -> " --java-option=" + option).toList());
    return new Section(name, command + options, Machine.here(), spec.commandLine().getOut());
  }

  private void write(Section section) throws IOException {
    spec.commandLine().getOut().println();
    if (page != null) new Page(page).put(section);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
