package dev.rollcall.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a real server process in one run and prints the figures as a table. */
@Command(
    name = "rollcall bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Starts a sandbox in a temporary folder, measures it from a client on the same machine, and prints a table.")
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--users",
      description = "Users in the population that audiences are computed over.")
  private int users = 1_000_000;

  @Option(names = "--seconds", description = "Seconds that each figure of lookups is measured for.")
  private int seconds = 10;

  @Option(names = "--seed", description = "Seed of the generated lists and audiences.")
  private long seed = 1;

  @Option(
      names = "--java-option",
      description = "An option of the server's Java machine; may be repeated.")
  private List<String> javaOptions = List.of();

  public static void main(String... arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("rollcall-bench");
    Report report = new Report(spec.commandLine().getOut());
    report.begin(
        "./rollcall bench --users " + users + " --seconds " + seconds + " --seed " + seed, users);
    try {
      measure(folder.resolve("data"), report);
    } finally {
      delete(folder);
    }
    return 0;
  }

  private void measure(Path data, Report report) throws IOException, InterruptedException {
    Sandbox sandbox = Sandbox.start(data, javaOptions);
    report.row("first start, with seeding", "%.2f s".formatted(sandbox.startNanos() / 1e9));
    try {
      try (Client client = new Client(sandbox)) {
        Figures figures = new Figures(client, report, seed, users, seconds);
        figures.ingest(2);
        figures.ingest(1);
        figures.ingest(8);
        figures.population();
        figures.compute();
        figures.lookup(4);
        figures.lookup(16);
        figures.freshness();
      }
      sandbox = Figures.starts(sandbox, data, javaOptions, report);
    } finally {
      sandbox.close();
    }
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
