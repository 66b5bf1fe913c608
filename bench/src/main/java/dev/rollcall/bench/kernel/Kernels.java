package dev.rollcall.bench.kernel;

import dev.rollcall.bench.report.Section;
import dev.rollcall.bench.report.Stat;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the benchmarks of this package and tells what each step costs. */
public final class Kernels {
  private Kernels() {}

  /**
   * Runs those that are asked for.
   *
   * @param arguments of JMH's own command line
   */
  public static void run(Section section, List<String> arguments) throws Exception {
    CommandLineOptions options = new CommandLineOptions(arguments.toArray(String[]::new));
    if (options.shouldHelp()) {
      options.showHelp();
      return;
    }
    if (options.shouldList()) {
      new Runner(options).list();
      return;
    }
    Collection<RunResult> results = new Runner(options).run();
    section.table("kernel", "mean", "99.9 % between", "unit");
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      double[] interval = primary.getScoreConfidence();
      String range = "%s to %s".formatted(Stat.number(interval[0]), Stat.number(interval[1]));
      section.cells(name(result), Stat.number(primary.getScore()), range, primary.getScoreUnit());
    }
  }

  private static String name(RunResult result) {
    String[] path = result.getParams().getBenchmark().split("\\.", -1);
    String parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> key + " " + result.getParams().getParam(key))
            .collect(Collectors.joining(", "));
    String kernel = path[path.length - 2] + "." + path[path.length - 1];
    return parameters.isEmpty() ? kernel : kernel + ", " + parameters;
  }
}
